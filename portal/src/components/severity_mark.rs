use icondata_lu::{LuCircle, LuCircleAlert, LuDiamond, LuTriangleAlert};
use leptos::prelude::*;
use model::Severity;

use super::Icon;

/// The severity in the reader's words.
pub(crate) const fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "Critical",
        Severity::High => "High",
        Severity::Medium => "Medium",
        Severity::Low => "Low",
    }
}

/// A severity: shape, word and colour.
#[component]
pub(crate) fn SeverityMark(
    /// Which.
    severity: Severity,
) -> impl IntoView {
    let icon = match severity {
        Severity::Critical => LuCircleAlert,
        Severity::High => LuTriangleAlert,
        Severity::Medium => LuDiamond,
        Severity::Low => LuCircle,
    };
    view! {
        <span class="severity" data-severity=severity.as_str()>
            <Icon icon=icon />
            {severity_word(severity)}
        </span>
    }
}
