use leptos::prelude::*;

use super::form_field::{FieldProblem, described_by};

/// One entry of a [`Select`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// What the form posts.
    pub(crate) value: String,
    /// What people read.
    pub(crate) label: String,
}

impl Choice {
    /// An entry.
    pub(crate) fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// One of several, with its label, hint and problem.
#[component]
pub(crate) fn Select(
    /// What the form posts it as.
    #[prop(into)]
    name: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// The entries.
    options: Vec<Choice>,
    /// Of the control; its name when unsaid.
    #[prop(optional, into)]
    id: Option<String>,
    /// What to know before choosing.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with the choice.
    #[prop(optional, into)]
    problem: Signal<Option<String>>,
    /// The value chosen at first.
    #[prop(optional, into)]
    selected: Option<String>,
    /// The label is only read out; for filters above a list.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let has_hint = hint.is_some();
    let control = id.clone();
    let described = move || described_by(&control, has_hint, problem.with(Option::is_some));
    let options = options.into_iter().map(|choice| {
        let chosen = selected.as_ref() == Some(&choice.value);
        view! { <option value=choice.value selected=chosen>{choice.label}</option> }
    });
    view! {
        <div class="field">
            <label for=id.clone() class=if quiet { "visually-hidden" } else { "label" }>{label}</label>
            <select
                class="select"
                id=id.clone()
                name=name
                aria-invalid=move || problem.with(Option::is_some).then_some("true")
                aria-describedby=described
            >
                {options.collect_view()}
            </select>
            <FieldProblem id=id.clone() problem=problem />
            {hint.map(|hint| view! { <p class="help" id=format!("{id}-hint")>{hint}</p> })}
        </div>
    }
}
