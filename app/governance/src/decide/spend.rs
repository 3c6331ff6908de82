use ledger::Deed;
use model::{ApprovalId, ApprovalStatus, DecisionId, DeedKind, Verdict};
use store::approvals::{self, ApprovalRecord};
use time::OffsetDateTime;

use super::{Hold, Outcome, evaluate::Judged, hold, record};
use crate::{Governance, Result, auth::Caller};

/// What a presented approval is good for.
enum Standing {
    /// Approved, unspent, in time, for exactly this call.
    Good,
    /// A human has not decided yet.
    Waiting(Hold),
    /// Not good; a machine word and a sentence.
    Bad(&'static str, &'static str),
}

/// Spends an approval on the exact retry of its call: once, in one commit with the decision. An approval never lifts a
/// deny, so this runs only for a call that would be held again.
pub(super) async fn spend(
    gov: &Governance,
    caller: &Caller,
    judged: &Judged,
    decision: DecisionId,
    approval: ApprovalId,
) -> Result<Outcome> {
    let digest = hold::digest(caller, judged);
    let mut tx = gov.pool().org_tx(&caller.scope).await?;
    let found = approvals::lock(&mut tx, approval).await?;
    let standing = standing(found.as_ref(), caller, &digest, tx.now());
    if let Standing::Good = standing {
        approvals::spend(&mut tx, approval, decision).await?;
        let made = record::deed(judged, decision, Verdict::Allow, "A human approved exactly this call.", Some(approval));
        let spent = Deed::new(DeedKind::ApprovalSpent, approval.as_uuid()).fact("decision", decision.to_string());
        let recorded = tx.commit_all(&[made, spent]).await?;
        let first = recorded.first().copied().ok_or_else(|| crate::Error::broken("a commit without a record"))?;
        return Ok(Outcome { spent: Some(approval), ..judged.outcome(caller, decision, first, Verdict::Allow) });
    }
    drop(tx);
    let (verdict, refusal, reason, hold) = match standing {
        Standing::Good => (Verdict::Allow, None, judged.reason.as_str(), None),
        Standing::Waiting(hold) => (Verdict::RequireApproval, None, judged.reason.as_str(), Some(hold)),
        Standing::Bad(word, sentence) => (Verdict::Deny, Some(word), sentence, None),
    };
    let named = found.is_some().then_some(approval);
    let recorded = gov.parts.writer.append(&caller.scope, record::deed(judged, decision, verdict, reason, named)).await?;
    Ok(Outcome { refusal, hold, reason: reason.to_owned(), ..judged.outcome(caller, decision, recorded, verdict) })
}

fn standing(found: Option<&ApprovalRecord>, caller: &Caller, digest: &[u8; 32], now: OffsetDateTime) -> Standing {
    // Another key's approval looks exactly like one that does not exist.
    let Some(found) = found.filter(|f| f.key == caller.key_id()) else {
        return Standing::Bad("approval_unknown", "There is no such approval.");
    };
    if found.row.call_digest != digest {
        return Standing::Bad("approval_for_another_call", "The approval is for another call: retry exactly the call that was held.");
    }
    match found.status {
        ApprovalStatus::Pending if found.row.approve_by > now => {
            Standing::Waiting(Hold { approval: found.id, approve_by: found.row.approve_by })
        }
        ApprovalStatus::Pending | ApprovalStatus::Expired => Standing::Bad("approval_expired", "Nobody decided in time, which denies."),
        ApprovalStatus::Rejected => Standing::Bad("approval_rejected", "A human rejected this call."),
        ApprovalStatus::Approved | ApprovalStatus::Overridden if found.row.spent_at.is_some() => {
            Standing::Bad("approval_already_spent", "The approval was used before: it works once.")
        }
        ApprovalStatus::Approved | ApprovalStatus::Overridden if found.row.execute_by.is_none_or(|by| by <= now) => {
            Standing::Bad("approval_expired", "The approval was not used in time.")
        }
        ApprovalStatus::Approved => Standing::Good,
        ApprovalStatus::Overridden => Standing::Bad("approval_overridden", "An owner overrode this approval."),
    }
}
