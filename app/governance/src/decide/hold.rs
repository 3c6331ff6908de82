use ledger::Deed;
use model::{ApprovalId, DecisionId, DeedKind, Id, Severity, Verdict};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use store::{
    OrgTx,
    approvals::{self, NewApproval},
    orgs,
};
use time::Duration;
use uuid::Uuid;

use super::{Hold, Outcome, evaluate::Judged, joined, record};
use crate::{Error, Governance, Result, auth::Caller, contexts};

/// How often a call is tried that is queued by somebody else at the same moment.
const ROUNDS: usize = 3;

/// Puts the call into the queue, in the same commit as its decision. A repeated call finds the hold that it has.
pub(super) async fn hold(gov: &Governance, caller: &Caller, judged: &Judged, decision: DecisionId) -> Result<Outcome> {
    let approval: ApprovalId = Id::from_uuid(Uuid::now_v7());
    let sealed = seal(gov, caller, approval, &judged.call.exact).await?;
    let queued = Queued { approval, digest: digest(caller, judged), sealed, masked: masked(&judged.call.exact).await? };
    for _ in 0..ROUNDS {
        if let Some(outcome) = join_or_enqueue(gov, caller, judged, decision, &queued).await? {
            return Ok(outcome);
        }
    }
    // Its hold ran out and is about to be closed.
    Err(Error::Unavailable("the hold of this call is changing".into()))
}

struct Queued {
    approval: ApprovalId,
    digest: [u8; 32],
    sealed: Vec<u8>,
    masked: String,
}

async fn join_or_enqueue(
    gov: &Governance,
    caller: &Caller,
    judged: &Judged,
    decision: DecisionId,
    queued: &Queued,
) -> Result<Option<Outcome>> {
    let mut tx = gov.pool().org_tx(&caller.scope).await?;
    let hold = match approvals::find_pending_call(&mut tx, caller.key_id(), &queued.digest).await? {
        Some(known) => Hold { approval: known.id, approve_by: known.row.approve_by },
        None => return enqueue(tx, caller, judged, decision, queued).await,
    };
    let deed = record::deed(judged, decision, Verdict::RequireApproval, &judged.reason, Some(hold.approval));
    let recorded = tx.commit(deed).await?;
    Ok(Some(Outcome { hold: Some(hold), ..judged.outcome(caller, decision, recorded, Verdict::RequireApproval) }))
}

/// Nothing when a twin of the call was queued meanwhile: then there is a hold to join.
async fn enqueue(mut tx: OrgTx, caller: &Caller, judged: &Judged, decision: DecisionId, queued: &Queued) -> Result<Option<Outcome>> {
    let org = orgs::this(&mut tx).await?;
    let approve_by = tx.now() + Duration::seconds(i64::from(org.approve_within_seconds));
    let new = new_approval(caller, judged, decision, queued, approve_by, org.execute_within_seconds);
    match approvals::add(&mut tx, &new).await {
        Err(store::Error::Taken(_)) => return Ok(None),
        added => added?,
    }
    let asked = requested(&new);
    let made = record::deed(judged, decision, Verdict::RequireApproval, &judged.reason, Some(queued.approval));
    let recorded = tx.commit_all(&[made, asked]).await?;
    let first = recorded.first().copied().ok_or_else(|| Error::broken("a commit without a record"))?;
    let hold = Hold { approval: queued.approval, approve_by };
    Ok(Some(Outcome { hold: Some(hold), ..judged.outcome(caller, decision, first, Verdict::RequireApproval) }))
}

fn new_approval(
    caller: &Caller,
    judged: &Judged,
    decision: DecisionId,
    queued: &Queued,
    approve_by: time::OffsetDateTime,
    execute_seconds: i32,
) -> NewApproval {
    let stopped_by = judged.evaluation.matched.first();
    NewApproval {
        id: queued.approval,
        tenant: caller.tenant(),
        key: caller.key_id(),
        decision: Some(decision),
        plane: judged.call.plane,
        request_type: judged.call.request_type.clone(),
        title: title(judged),
        target: judged.call.target.clone(),
        severity: stopped_by.map_or(Severity::High, |m| m.severity),
        call_masked: queued.masked.clone(),
        call_digest: queued.digest,
        call_sealed: queued.sealed.clone(),
        policy_id: stopped_by.map(|m| m.policy.as_str().to_owned()).unwrap_or_default(),
        policy_name: stopped_by.map(|m| m.name.clone()).unwrap_or_default(),
        reason: judged.reason.clone(),
        end_user: judged.call.end_user.clone(),
        labels: Value::Object(serde_json::Map::new()),
        notify_url: None,
        approve_by,
        execute_seconds,
    }
}

/// The record of a hold.
pub(crate) fn requested(new: &NewApproval) -> Deed {
    let mut deed = Deed::new(DeedKind::ApprovalRequested, new.id.as_uuid())
        .fact("plane", new.plane.as_str())
        .fact("severity", new.severity.as_str())
        .fact("policy", new.policy_id.as_str())
        .fact("call_digest", hex::encode(new.call_digest))
        .personal_opt(model::PersonalField::EndUser, new.end_user.clone());
    if let Some(target) = &new.target {
        deed = deed.target(target.as_str());
    }
    if let Some(decision) = new.decision {
        deed = deed.fact("decision", decision.to_string());
    }
    deed
}

/// What an approval is bound to: the exact call, the key and the workspace that make it. Members in any order are the
/// same call; `approval_id` is how it is spent, not what it is.
pub(super) fn digest(caller: &Caller, judged: &Judged) -> [u8; 32] {
    call_digest(caller, &judged.call.exact)
}

/// The digest of an exact call made by this caller.
pub(crate) fn call_digest(caller: &Caller, exact: &Value) -> [u8; 32] {
    let mut exact = exact.clone();
    if let Some(members) = exact.as_object_mut() {
        members.remove("approval_id");
    }
    let mut hash = Sha256::new();
    hash.update(b"axonflow/call/1\0");
    hash.update(caller.key_id().as_uuid().as_bytes());
    hash.update(caller.tenant().as_uuid().as_bytes());
    hash.update(sorted(&exact).to_string().as_bytes());
    hash.finalize().into()
}

/// The same value with members in one order, whatever the JSON library's map is.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut names: Vec<&String> = members.keys().collect();
            names.sort_unstable();
            names.into_iter().filter_map(|name| Some((name.clone(), sorted(members.get(name)?)))).collect()
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// Seals the exact call under its hold.
pub(crate) async fn seal(gov: &Governance, caller: &Caller, approval: ApprovalId, exact: &Value) -> Result<Vec<u8>> {
    let context = contexts::held_call(caller.scope.org(), approval);
    Ok(gov.parts.vault.seal(&context, exact.to_string().as_bytes()).await?.to_bytes())
}

/// The call as an approver sees it: indented, every detected value removed. Each member is scanned by itself, so a large
/// call takes long and must not hold up the others.
pub(crate) async fn masked(exact: &Value) -> Result<String> {
    let exact = exact.clone();
    let masking = tokio::task::spawn_blocking(move || {
        let (masked, _) = detect::redact_json(&exact, &|_| true);
        serde_json::to_string_pretty(&masked).unwrap_or_default()
    });
    joined(masking.await)
}

/// What it would do, in words.
fn title(judged: &Judged) -> String {
    let text = judged.stored_text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("an empty text");
    let cut = record::cut(text, 96);
    let ellipsis = if cut.len() < text.len() { "…" } else { "" };
    match &judged.call.target {
        Some(target) => format!("{target}: {cut}{ellipsis}"),
        None => format!("{cut}{ellipsis}"),
    }
}
