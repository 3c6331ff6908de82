use icondata_lu::{LuCircleCheckBig, LuCircleDashed, LuCircleX};
use leptos::prelude::*;

use super::Icon;

/// What became of one check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CheckResult {
    /// It held.
    Pass,
    /// It did not.
    Fail,
    /// A check before it did not hold.
    NotReached,
}

impl CheckResult {
    const fn parts(self) -> (&'static str, &'static str, icondata_core::Icon) {
        match self {
            Self::Pass => ("pass", "passed", LuCircleCheckBig),
            Self::Fail => ("fail", "failed", LuCircleX),
            Self::NotReached => ("skip", "not reached", LuCircleDashed),
        }
    }
}

/// One line of a checklist, to stand in an `<ol class="checklist">`.
#[component]
pub(crate) fn CheckLine(
    /// What became of it.
    result: CheckResult,
    /// What was checked.
    #[prop(into)]
    what: String,
    /// What was seen.
    #[prop(into)]
    seen: String,
    /// What to do about it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (data, word, icon) = result.parts();
    view! {
        <li data-result=data>
            <div class="check-line">
                <Icon icon=icon />
                <span>{what}</span>
                <span>{seen}</span>
                <span class="tiny">{word}</span>
            </div>
            {children.map(|children| view! { <div class="check-more">{children()}</div> })}
        </li>
    }
}
