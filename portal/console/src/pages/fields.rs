//! Fields of forms, and what is said about them.

use axum::http::StatusCode;
use gate::problem::Problem;
use governance::Error;
use leptos::prelude::*;
use model::Tier;

use crate::forms::{Typed, Which};

/// What went wrong, as a form shows it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    pub(super) status: StatusCode,
    field: Option<&'static str>,
    text: Option<String>,
    typed: Option<Typed>,
}

impl Told {
    pub(crate) fn of(error: Option<Error>) -> Self {
        let Some(error) = error else { return Self { status: StatusCode::OK, ..Self::default() } };
        let problem = Problem::from(error);
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { status, field: problem.field, text: Some(sentence(problem.field, &problem.text)), typed: None }
    }

    /// What was typed into the form that was refused.
    pub(crate) fn about(self, typed: Option<Typed>) -> Self {
        Self { typed, ..self }
    }

    /// What was typed into a field of this form, if it is the one that was refused.
    pub(super) fn typed(&self, form: Option<Which>, field: &str) -> Option<&str> {
        let typed = self.typed.as_ref().filter(|typed| Some(typed.form) == form)?;
        typed.values.iter().find(|(name, _)| *name == field).map(|(_, value)| value.as_str())
    }

    /// Above the form, or above the page when it has several.
    pub(super) fn notice(&self) -> impl IntoView + use<> {
        self.notice_in(None)
    }

    /// In the form that was refused.
    pub(super) fn notice_in(&self, form: Option<Which>) -> impl IntoView + use<> {
        // What is wrong with a line of text stands at that line; a plan is chosen, not typed.
        let is_at_its_line = self.field.is_some_and(|field| field != "tier");
        let is_of_form = self.typed.as_ref().map(|typed| typed.form) == form;
        let text = self.text.clone().filter(|_| is_of_form && !is_at_its_line);
        text.map(|text| view! { <div class="notice" data-tone="bad" role="alert"><p>{text}</p></div> })
    }

    fn is_about(&self, form: Option<Which>, field: &str) -> bool {
        self.field == Some(field) && self.typed.as_ref().map(|typed| typed.form) == form
    }
}

/// Rules say "slug: is taken"; at its field it is "This is taken."
fn sentence(field: Option<&str>, text: &str) -> String {
    match field.and_then(|field| text.strip_prefix(field)?.strip_prefix(": ")) {
        Some(problem) => format!("This {problem}."),
        None => text.to_owned(),
    }
}

/// One line of text.
pub(super) struct Line<'a> {
    /// Of which form, on a page with several.
    pub(super) form: Option<Which>,
    /// What it is posted as.
    pub(super) name: &'static str,
    /// Unlike the name's on a page with several forms.
    pub(super) id: &'static str,
    pub(super) label: &'static str,
    pub(super) hint: &'static str,
    pub(super) kind: &'static str,
    pub(super) value: &'a str,
    pub(super) autocomplete: &'static str,
    pub(super) required: bool,
    pub(super) large: bool,
}

impl Default for Line<'_> {
    fn default() -> Self {
        Self {
            form: None,
            name: "",
            id: "",
            label: "",
            hint: "",
            kind: "text",
            value: "",
            autocomplete: "off",
            required: true,
            large: false,
        }
    }
}

pub(super) fn line(line: &Line<'_>, told: &Told) -> impl IntoView + use<> {
    let hint = (!line.hint.is_empty()).then(|| view! { <p class="help" id=format!("{}-hint", line.id)>{line.hint}</p> });
    let optional = (!line.required).then(|| view! { " "<span class="optional">"optional"</span> });
    let problem = told.text.clone().filter(|_| told.is_about(line.form, line.name));
    let described = match (&problem, line.hint.is_empty()) {
        (Some(_), _) => Some(format!("{}-problem", line.id)),
        (None, false) => Some(format!("{}-hint", line.id)),
        (None, true) => None,
    };
    let wrong = problem.is_some().then_some("true");
    let problem = problem.map(|text| view! { <p class="error" id=format!("{}-problem", line.id) role="alert">{text}</p> });
    let numeric = (line.name == "code" || line.name == "calls_per_minute" || line.name == "minutes").then_some("numeric");
    view! {
        <div class="field">
            <label for=line.id>{line.label}{optional}</label>
            <input
                class=if line.large { "input input-lg" } else { "input" }
                id=line.id
                name=line.name
                type=line.kind
                value=told.typed(line.form, line.name).unwrap_or(line.value).to_owned()
                autocomplete=line.autocomplete
                inputmode=numeric
                required=line.required
                aria-invalid=wrong
                aria-describedby=described
            />
            {problem}
            {hint}
        </div>
    }
}

pub(super) fn plan_choice(chosen: &str) -> impl IntoView + use<> {
    let options = Tier::ALL.iter().map(|tier| {
        let word = tier.as_str();
        view! { <option value=word selected=word == chosen>{in_words(*tier)}</option> }
    });
    view! {
        <div class="field">
            <label for="tier">"Plan"</label>
            <select class="select" id="tier" name="tier">{options.collect_view()}</select>
        </div>
    }
}

pub(super) const fn in_words(tier: Tier) -> &'static str {
    match tier {
        Tier::Community => "Community",
        Tier::Evaluation => "Evaluation",
        Tier::Enterprise => "Enterprise",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_field_is_a_sentence() {
        assert_eq!(sentence(Some("slug"), "slug: is taken"), "This is taken.");
        assert_eq!(sentence(None, "The organisation is not suspended."), "The organisation is not suspended.");
    }
}
