//! What has to be done about a decision: obligations of the caller, and the approval that it waits for.

use governance::decide::{Hold, Outcome};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{api::verdict_words::Reading, http::Stamp};

/// Something that the caller must do before the call may go ahead.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Obligation {
    r#type: &'static str,
    detail: String,
    fulfillment: Fulfillment,
}

#[derive(Debug, Serialize, ToSchema)]
struct Fulfillment {
    endpoint: &'static str,
    method: &'static str,
    phase: &'static str,
    content_types: [&'static str; 1],
}

/// The approval that a held call waits for.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct PendingApproval {
    approval_id: String,
    status: &'static str,
    plane: &'static str,
    expires_at: Stamp,
    retry: Retry,
}

/// How the exact call is repeated once it is approved.
#[derive(Debug, Serialize, ToSchema)]
struct Retry {
    header: &'static str,
    argument: &'static str,
    body_field: &'static str,
}

/// Never left out: enforcement points iterate over it.
pub(super) fn obligations(reading: &Reading, outcome: &Outcome) -> Vec<Obligation> {
    if !reading.must_redact {
        return Vec::new();
    }
    let kinds: Vec<&str> = outcome.redactions.iter().map(|kind| kind.kind.as_str()).collect();
    let detail =
        if kinds.is_empty() { "Remove the values that policies name.".to_owned() } else { format!("Remove: {}.", kinds.join(", ")) };
    let fulfillment = Fulfillment { endpoint: "/api/v1/mcp/check-input", method: "POST", phase: "request", content_types: ["text/plain"] };
    vec![Obligation { r#type: "redact_pii", detail, fulfillment }]
}

/// The hold in the words of decision mode.
pub(super) fn pending(hold: Hold) -> PendingApproval {
    PendingApproval {
        approval_id: hold.approval.to_string(),
        status: "pending",
        plane: "decide",
        expires_at: Stamp(hold.approve_by),
        retry: Retry { header: "X-Axonflow-Approval-Id", argument: "approval_id", body_field: "approval_id" },
    }
}
