use leptos::prelude::*;

use super::form_field::{FieldProblem, described_by};

/// One box or button of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tick {
    /// What the form posts.
    pub(crate) value: String,
    /// What people read.
    pub(crate) label: String,
    /// What it means, below the label.
    pub(crate) hint: Option<String>,
    /// Whether it is chosen at first.
    pub(crate) checked: bool,
}

/// Any number of several; posts its name once for each ticked box.
#[component]
pub(crate) fn CheckboxGroup(
    /// What the form posts it as; ends in `[]`.
    #[prop(into)]
    name: String,
    /// What the boxes have in common.
    #[prop(into)]
    legend: String,
    /// The boxes.
    options: Vec<Tick>,
    /// What to know before ticking.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with the choice.
    #[prop(optional, into)]
    problem: Signal<Option<String>>,
) -> impl IntoView {
    view! { <Group kind="checkbox" name=name legend=legend options=options hint=hint problem=problem /> }
}

/// Exactly one of a few, each explained.
#[component]
pub(crate) fn RadioGroup(
    /// What the form posts it as.
    #[prop(into)]
    name: String,
    /// What the buttons have in common.
    #[prop(into)]
    legend: String,
    /// The buttons.
    options: Vec<Tick>,
    /// What to know before choosing.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with the choice.
    #[prop(optional, into)]
    problem: Signal<Option<String>>,
) -> impl IntoView {
    view! { <Group kind="radio" name=name legend=legend options=options hint=hint problem=problem /> }
}

#[component]
fn Group(
    kind: &'static str,
    name: String,
    legend: String,
    options: Vec<Tick>,
    hint: Option<String>,
    problem: Signal<Option<String>>,
) -> impl IntoView {
    let id = name.trim_end_matches("[]").to_owned();
    let has_hint = hint.is_some();
    let group = id.clone();
    let described = move || described_by(&group, has_hint, problem.with(Option::is_some));
    let boxes = options.into_iter().map(|tick| {
        view! {
            <label class="check">
                <input type=kind name=name.clone() value=tick.value checked=tick.checked />
                <span>{tick.label}</span>
                {tick.hint.map(|hint| view! { <small>{hint}</small> })}
            </label>
        }
    });
    view! {
        <fieldset class="field" aria-describedby=described>
            <legend>{legend}</legend>
            {hint.map(|hint| view! { <p class="help" id=format!("{id}-hint")>{hint}</p> })}
            <FieldProblem id=id problem=problem />
            <div class=if kind == "checkbox" { "checks" } else { "stack-2" }>{boxes.collect_view()}</div>
        </fieldset>
    }
}
