use icondata_lu::{LuScrollText, LuTriangleAlert};
use leptos::prelude::*;
use model::{Action, Verdict};

use super::{Icon, VerdictShape, verdict_slug};

/// What a policy asks for, in the reader's words.
pub(crate) const fn action_word(action: Action) -> &'static str {
    match action {
        Action::Block => "Block",
        Action::RequireApproval => "Ask a person",
        Action::Redact => "Redact",
        Action::Warn => "Warn",
        Action::Log => "Log",
        Action::Allow => "Allow",
    }
}

/// What a policy asks for: shape, word and colour; the shapes are those of the verdicts that it leads to.
#[component]
pub(crate) fn ActionMark(
    /// Which.
    action: Action,
) -> impl IntoView {
    let verdict = match action {
        Action::Block => Some(Verdict::Deny),
        Action::RequireApproval => Some(Verdict::RequireApproval),
        Action::Redact => Some(Verdict::Redact),
        Action::Allow => Some(Verdict::Allow),
        Action::Warn | Action::Log => None,
    };
    match verdict {
        Some(verdict) => view! {
            <span class="verdict" data-verdict=verdict_slug(verdict)><VerdictShape verdict=verdict />{action_word(action)}</span>
        }
        .into_any(),
        None if action == Action::Warn => {
            view! { <span class="status" data-tone="warn"><Icon icon=LuTriangleAlert />{action_word(action)}</span> }.into_any()
        }
        None => view! { <span class="status" data-tone="neutral"><Icon icon=LuScrollText />{action_word(action)}</span> }.into_any(),
    }
}
