//! Decides governed calls: policy set and findings in, verdict and record out.

mod call;
mod context;
mod evaluate;
pub(crate) mod hold;
mod labels;
mod record;
mod scanned_text;
mod spend;
mod weigh;

pub use call::{Call, Hold, HoldMode, Outcome, Redaction};
pub use context::{CONTEXT_MINUTES, context_id, read_context};
pub use labels::{end_user_label, labels};
pub use scanned_text::{ScannedText, main_part, value_part};

pub(crate) use weigh::{Weighed, weigh, weigh_now};

use model::{Action, DecisionId, Id, Verdict};
use uuid::Uuid;

use crate::{Error, Governance, Result, audit::clean, auth::Caller};

/// Decides one call. The answer is durable: its record is in the ledger before this returns, and any failure is an
/// error, which callers must treat as a refusal (SP-16).
pub async fn decide(gov: &Governance, caller: &Caller, call: Call) -> Result<Outcome> {
    let set = gov.snapshots.of(gov, &caller.scope).await?;
    let judged = evaluate::judge(gov, caller, set, without_values(call)).await?;
    let decision: DecisionId = Id::from_uuid(Uuid::now_v7());
    let (verdict, refusal, reason) = judged.verdict();
    let outcome = match (verdict, judged.call.approval, judged.call.hold) {
        (Verdict::RequireApproval, Some(approval), HoldMode::Enqueue) => spend::spend(gov, caller, &judged, decision, approval).await?,
        (Verdict::RequireApproval, None, HoldMode::Enqueue) => hold::hold(gov, caller, &judged, decision).await?,
        (verdict, ..) => {
            let recorded = gov.parts.writer.append(&caller.scope, record::deed(&judged, decision, verdict, reason, None)).await?;
            Outcome { refusal, reason: reason.to_owned(), ..judged.outcome(caller, decision, recorded, verdict) }
        }
    };
    judged.detections.publish(outcome.plane.as_str());
    metrics::counter!("axonflow_decisions_total", "plane" => outcome.plane.as_str(), "verdict" => outcome.verdict.as_str()).increment(1);
    Ok(outcome)
}

/// The words beside the text are stored for ever, so they lose detected values like everything else that is stored. What
/// the verdict and the digest of the call come from stays as it was sent.
fn without_values(call: Call) -> Call {
    Call {
        request_type: clean::word(&call.request_type),
        target: call.target.as_deref().map(clean::path).filter(|target| !target.is_empty()),
        end_user: call.end_user.as_deref().and_then(clean::end_user),
        ..call
    }
}

/// The action that decided, for lists that put it first.
fn weight(action: Action) -> usize {
    Action::ALL.iter().position(|a| *a == action).unwrap_or(Action::ALL.len())
}

/// A failed thread is a broken promise on our side.
fn joined<T>(result: std::result::Result<T, tokio::task::JoinError>) -> Result<T> {
    result.map_err(Error::broken)
}
