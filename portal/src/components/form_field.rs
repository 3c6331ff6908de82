use icondata_lu::LuCircleAlert;
use leptos::prelude::*;

use super::Icon;

/// The value of `aria-describedby` for the control of a [`FormField`].
pub(crate) fn described_by(id: &str, has_hint: bool, has_problem: bool) -> Option<String> {
    match (has_problem, has_hint) {
        (true, true) => Some(format!("{id}-problem {id}-hint")),
        (true, false) => Some(format!("{id}-problem")),
        (false, true) => Some(format!("{id}-hint")),
        (false, false) => None,
    }
}

/// Label, control, problem and hint of one field; the control is the child and carries `id`.
#[component]
pub(crate) fn FormField(
    /// Of the control.
    #[prop(into)]
    id: String,
    /// Its label, always visible.
    #[prop(into)]
    label: String,
    /// What to know before typing.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What is wrong with what was typed.
    #[prop(optional, into)]
    problem: Signal<Option<String>>,
    /// May stay empty.
    #[prop(optional)]
    optional: bool,
    /// The control.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id.clone()>{label}{optional.then(|| view! { " "<span class="optional">"optional"</span> })}</label>
            {children()}
            <FieldProblem id=id.clone() problem=problem />
            {hint.get_untracked().map(|hint| view! { <p class="help" id=format!("{id}-hint")>{hint}</p> })}
        </div>
    }
}

/// The problem line of a field or group, named so that `aria-describedby` finds it.
#[component]
pub(crate) fn FieldProblem(
    /// Of the control.
    #[prop(into)]
    id: String,
    /// What is wrong.
    problem: Signal<Option<String>>,
) -> impl IntoView {
    move || {
        problem.get().map(|text| {
            view! {
                <p class="error" id=format!("{id}-problem")>
                    <Icon icon=LuCircleAlert />
                    {text}
                </p>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_there_describes() {
        assert_eq!(described_by("a", false, false), None);
        assert_eq!(described_by("a", true, false).as_deref(), Some("a-hint"));
        assert_eq!(described_by("a", true, true).as_deref(), Some("a-problem a-hint"));
    }
}
