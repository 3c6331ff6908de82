use model::{
    ApprovalId, ApprovalStatus, DeedKind, PersonId,
    views::{ApprovalDetail, DecidedBy, TimelineEntry},
};
use store::{
    OrgScope,
    approvals::{self, ApprovalRecord},
    ledger_read::{self, StoredRecord},
    members,
};

use super::queue;
use crate::{Error, Governance, Result};

/// Everything about one held call, as this member sees it.
pub async fn detail(gov: &Governance, scope: &OrgScope, id: ApprovalId) -> Result<ApprovalDetail> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let record = approvals::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let history = ledger_read::about(&mut tx, id.as_uuid()).await?;
    let names = members::names(&mut tx).await?;
    let now = tx.now();
    let line = queue::line(&record, now);
    let name_of = |person: PersonId| names.get(&person).map(|m| m.name.clone());
    let timeline = history.iter().filter_map(|r| entry(r, &record.key_name, &name_of)).collect();
    let refusal = refusal(&record, line.status, scope.principal().person());
    Ok(view(record, line, timeline, refusal))
}

fn view(record: ApprovalRecord, line: model::views::ApprovalLine, timeline: Vec<TimelineEntry>, refusal: Option<String>) -> ApprovalDetail {
    let decision = record.row.decision();
    let row = record.row;
    let decided = row.decided_at.zip(row.decided_name).map(|(at, name)| DecidedBy { name, reason: row.decision_reason, at });
    ApprovalDetail {
        line,
        call: row.call_masked,
        target: row.target,
        digest: hex::encode(row.call_digest),
        plane: record.plane,
        policy_id: row.policy_id,
        reason: row.reason,
        decision,
        key: record.key,
        ip: row.ip,
        trace_id: row.trace_id,
        execute_within_seconds: i64::from(row.execute_seconds),
        decided,
        execute_by: row.execute_by,
        spent_at: row.spent_at,
        timeline,
        refusal,
    }
}

/// Why this person may not decide, apart from permissions; `None` when nothing stands in the way.
fn refusal(record: &ApprovalRecord, status: ApprovalStatus, person: Option<PersonId>) -> Option<String> {
    if status != ApprovalStatus::Pending {
        return Some(super::decide::closed_sentence(record, status));
    }
    super::decide::own_request(record, person).then(|| super::decide::OWN_REQUEST.to_owned())
}

fn entry(record: &StoredRecord, key_name: &str, name_of: &impl Fn(PersonId) -> Option<String>) -> Option<TimelineEntry> {
    let what = words(record.kind)?;
    let who = match (record.person, record.key) {
        (Some(person), _) => name_of(person).unwrap_or_else(|| "a former member".to_owned()),
        (None, Some(_)) => key_name.to_owned(),
        (None, None) => "AxonFlow".to_owned(),
    };
    Some(TimelineEntry { seq: record.seq, what: what.to_owned(), who, at: record.at })
}

/// What happened to the call, in words; other deeds are about something else.
const STEPS: [(DeedKind, &str); 5] = [
    (DeedKind::ApprovalRequested, "Asked"),
    (DeedKind::ApprovalApproved, "Approved"),
    (DeedKind::ApprovalRejected, "Rejected"),
    (DeedKind::ApprovalExpired, "Expired: nobody decided in time"),
    (DeedKind::ApprovalSpent, "Ran once"),
];

fn words(kind: DeedKind) -> Option<&'static str> {
    STEPS.iter().find_map(|(step, words)| (*step == kind).then_some(*words))
}
