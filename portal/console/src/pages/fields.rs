//! Fields of forms, and what is said about them.

use axum::http::StatusCode;
use gate::problem::Problem;
use governance::Error;
use leptos::prelude::*;
use model::Tier;

/// What went wrong, as a form shows it.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    pub(super) status: StatusCode,
    field: Option<&'static str>,
    text: Option<String>,
}

impl Told {
    pub(super) fn of(error: Option<Error>) -> Self {
        let Some(error) = error else { return Self { status: StatusCode::OK, ..Self::default() } };
        let problem = Problem::from(error);
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { status, field: problem.field, text: Some(problem.text) }
    }

    /// Above the form.
    pub(super) fn notice(&self) -> impl IntoView + use<> {
        self.text.clone().map(|text| view! { <div class="notice" data-tone="bad" role="alert"><p>{text}</p></div> })
    }

    fn is_about(&self, field: &str) -> bool {
        self.field == Some(field)
    }
}

/// One line of text.
pub(super) struct Line<'a> {
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
        Self { name: "", id: "", label: "", hint: "", kind: "text", value: "", autocomplete: "off", required: true, large: false }
    }
}

pub(super) fn line(line: &Line<'_>, told: &Told) -> impl IntoView + use<> {
    let hint = (!line.hint.is_empty()).then(|| view! { <p class="help" id=format!("{}-hint", line.id)>{line.hint}</p> });
    let optional = (!line.required).then(|| view! { " "<span class="optional">"optional"</span> });
    let described = (!line.hint.is_empty()).then(|| format!("{}-hint", line.id));
    let numeric = (line.name == "code" || line.name == "calls_per_minute" || line.name == "minutes").then_some("numeric");
    view! {
        <div class="field">
            <label for=line.id>{line.label}{optional}</label>
            <input
                class=if line.large { "input input-lg" } else { "input" }
                id=line.id
                name=line.name
                type=line.kind
                value=line.value.to_owned()
                autocomplete=line.autocomplete
                inputmode=numeric
                required=line.required
                aria-invalid=told.is_about(line.name).then_some("true")
                aria-describedby=described
            />
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
