use leptos::{form::ActionForm, prelude::*};
use model::{ApprovalStatus, Severity, views::ApprovalDetail};

use crate::{
    components::{Button, ButtonKind, FormProblems, Icon, TextArea},
    contexts::Problems,
    server_fns::approvals::DecideApproval,
};

/// The bar at the foot of a held call: the two answers, or why this viewer has none to give.
#[component]
pub(super) fn DecideBar(
    org: String,
    approval: ApprovalDetail,
    decide: ServerAction<DecideApproval>,
    typed: Option<String>,
) -> impl IntoView {
    let problems = Problems::of(decide);
    let waits = approval.line.status == ApprovalStatus::Pending;
    let body = match (waits, approval.refusal.clone()) {
        (false, _) => ().into_any(),
        (true, Some(refusal)) => view! { <p class="action-note"><Icon icon=icondata_lu::LuLock/>" "{refusal}</p> }.into_any(),
        (true, None) => view! { <DecideForm org approval decide problems typed/> }.into_any(),
    };
    view! {
        <div class="action-bar">
            <FormProblems problems/>
            {body}
        </div>
    }
}

#[component]
fn DecideForm(
    org: String,
    approval: ApprovalDetail,
    decide: ServerAction<DecideApproval>,
    problems: Problems,
    typed: Option<String>,
) -> impl IntoView {
    let required = needs_reason(approval.line.severity);
    let pending = decide.pending();
    let label = if required { "Reason, required for this severity" } else { "Reason" };
    view! {
        <ActionForm action=decide attr:class="decide" attr:aria-label="Decide this call">
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=approval.line.id.to_string()/>
            // A text area, because Enter in a one-line field would press the first button.
            <TextArea name="reason" label=label rows=1 maxlength=500_u32 required=required optional=!required value=typed problem=problems.field("reason")/>
            <Button name="answer" value="approve" kind=ButtonKind::Primary icon=icondata_lu::LuCheck pending>"Approve call"</Button>
            <Button name="answer" value="reject" kind=ButtonKind::DangerQuiet icon=icondata_lu::LuX pending>"Reject call"</Button>
        </ActionForm>
    }
}

/// The server insists on the same.
const fn needs_reason(severity: Severity) -> bool {
    matches!(severity, Severity::Critical | Severity::High)
}
