use leptos::prelude::*;

use super::form_field::{FormField, described_by};

/// One line of text with its label, hint and problem.
#[component]
pub(crate) fn TextInput(
    /// What the form posts it as.
    #[prop(into)]
    name: String,
    /// Its label, always visible.
    #[prop(into)]
    label: String,
    /// Of the control; its name when unsaid.
    #[prop(optional, into)]
    id: Option<String>,
    /// The input's type.
    #[prop(default = "text")]
    kind: &'static str,
    /// What to know before typing.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with what was typed.
    #[prop(optional, into)]
    problem: Signal<Option<String>>,
    /// What stands in it at first.
    #[prop(optional_no_strip, into)]
    value: Option<String>,
    /// What a password manager may fill in.
    #[prop(optional, into)]
    autocomplete: Option<&'static str>,
    /// Which keyboard a phone shows.
    #[prop(optional, into)]
    inputmode: Option<&'static str>,
    /// What the browser checks before sending.
    #[prop(optional, into)]
    pattern: Option<&'static str>,
    /// Characters at most.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// Must not be empty.
    #[prop(optional)]
    required: bool,
    /// May be empty, and the label says so.
    #[prop(optional)]
    optional: bool,
    /// Has the focus when the page opens.
    #[prop(optional)]
    autofocus: bool,
    /// Classes beside `input`.
    #[prop(default = "")]
    class: &'static str,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let has_hint = hint.is_some();
    let control = id.clone();
    let described = move || described_by(&control, has_hint, problem.with(Option::is_some));
    view! {
        <FormField id=id.clone() label=label hint=hint problem=problem optional=optional>
            <input
                class=format!("input {class}")
                id=id
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                inputmode=inputmode
                pattern=pattern
                maxlength=maxlength.map(|n| n.to_string())
                required=required
                autofocus=autofocus
                aria-invalid=move || problem.with(Option::is_some).then_some("true")
                aria-describedby=described
            />
        </FormField>
    }
}

/// Several lines of text with their label, hint and problem.
#[component]
pub(crate) fn TextArea(
    /// What the form posts it as.
    #[prop(into)]
    name: String,
    /// Its label, always visible.
    #[prop(into)]
    label: String,
    /// Of the control; its name when unsaid.
    #[prop(optional, into)]
    id: Option<String>,
    /// What to know before typing.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with what was typed.
    #[prop(optional, into)]
    problem: Signal<Option<String>>,
    /// What stands in it at first.
    #[prop(optional_no_strip, into)]
    value: Option<String>,
    /// Characters at most.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// Lines at first.
    #[prop(default = 3)]
    rows: u32,
    /// Must not be empty.
    #[prop(optional)]
    required: bool,
    /// May be empty, and the label says so.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let has_hint = hint.is_some();
    let control = id.clone();
    let described = move || described_by(&control, has_hint, problem.with(Option::is_some));
    view! {
        <FormField id=id.clone() label=label hint=hint problem=problem optional=optional>
            <textarea
                class="textarea"
                id=id
                name=name
                rows=rows.to_string()
                maxlength=maxlength.map(|n| n.to_string())
                required=required
                aria-invalid=move || problem.with(Option::is_some).then_some("true")
                aria-describedby=described
            >
                {value}
            </textarea>
        </FormField>
    }
}
