use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    components::{RadioGroup, TextArea, Tick},
    contexts::Problems,
};

/// The calls to try something on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct TryOn {
    /// `latest` or `lines`.
    pub from: String,
    /// Calls as JSON, one a line.
    pub lines: String,
}

/// The fields of a form that asks for them, with what was typed.
#[component]
pub(super) fn TryOnFields(typed: TryOn, problems: Problems) -> impl IntoView {
    let pasted = typed.from == "lines";
    let tick = |value: &str, label: &str, hint: &str, checked| Tick {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: Some(hint.to_owned()),
        checked,
    };
    let ways = vec![
        tick("latest", "The latest decisions", "What callers sent, without the values that were found in it.", !pasted),
        tick("lines", "Calls that I paste", "One JSON object a line, with query, and if you like target, context, user and plane.", pasted),
    ];
    view! {
        <RadioGroup name="from" legend="Try it on" options=ways problem=problems.field("from")/>
        <TextArea name="lines" label="Calls" optional=true rows=3 hint="{\"query\": \"Export all claims\", \"user\": {\"role\": \"contractor\"}}" value=typed.lines problem=problems.field("lines")/>
    }
}
