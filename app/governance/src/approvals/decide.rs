use ledger::Deed;
use model::{ApprovalId, ApprovalStatus, DeedKind, Invalid, KeyId, PersonId, PersonalField, Severity, ShortText};
use store::{
    OrgScope, OrgTx,
    approvals::{self, ApprovalRecord, Outcome},
    members, orgs,
};
use time::Duration;

use super::queue::state;
use crate::{Error, Governance, Result, audit::clean, auth::Caller};

pub(super) const OWN_REQUEST: &str = "You made the key that asks or one of its secrets, so somebody else has to decide.";

/// What a client claims about a reviewer: kept as a label, never believed.
#[derive(Debug, Clone, Default)]
pub struct Claimed {
    /// The claimed id.
    pub reviewer_id: String,
    /// The claimed address.
    pub reviewer_email: String,
    /// The claimed role.
    pub reviewer_role: Option<String>,
}

/// Who decides.
enum Decider<'a> {
    Person(PersonId),
    Key(&'a Caller, &'a Claimed),
}

/// Lets a held call pass; the exact retry may run once, in time.
pub async fn approve(gov: &Governance, scope: &OrgScope, id: ApprovalId, reason: Option<&str>) -> Result<()> {
    close(gov, scope, id, ApprovalStatus::Approved, &person(scope)?, reason).await
}

/// Refuses a held call.
pub async fn reject(gov: &Governance, scope: &OrgScope, id: ApprovalId, reason: Option<&str>) -> Result<()> {
    close(gov, scope, id, ApprovalStatus::Rejected, &person(scope)?, reason).await
}

/// Approves with an API key, where the organisation lets keys decide; never with the key that asked.
pub async fn approve_by_key(gov: &Governance, caller: &Caller, id: ApprovalId, claimed: &Claimed, comment: Option<&str>) -> Result<()> {
    close(gov, &caller.scope, id, ApprovalStatus::Approved, &Decider::Key(caller, claimed), comment).await
}

/// Rejects with an API key, under the same rules.
pub async fn reject_by_key(gov: &Governance, caller: &Caller, id: ApprovalId, claimed: &Claimed, comment: Option<&str>) -> Result<()> {
    close(gov, &caller.scope, id, ApprovalStatus::Rejected, &Decider::Key(caller, claimed), comment).await
}

fn person(scope: &OrgScope) -> Result<Decider<'static>> {
    let person = scope.principal().person().ok_or_else(|| Error::Refused("Only a member of the organisation can decide.".to_owned()))?;
    Ok(Decider::Person(person))
}

/// One row lock decides a race: the second decision is a conflict that says who decided.
async fn close(
    gov: &Governance,
    scope: &OrgScope,
    id: ApprovalId,
    status: ApprovalStatus,
    decider: &Decider<'_>,
    reason: Option<&str>,
) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let record = approvals::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let current = state(&record, tx.now());
    if current != ApprovalStatus::Pending {
        return Err(Error::Conflict(closed_sentence(&record, current)));
    }
    may_decide(&record, decider)?;
    if matches!(decider, Decider::Key(..)) && !orgs::this(&mut tx).await?.api_keys_may_approve {
        return Err(keys_may_not());
    }
    let reason = checked_reason(record.severity, reason)?;
    let name = name(&mut tx, decider).await?;
    let execute_by = (status == ApprovalStatus::Approved).then(|| tx.now() + Duration::seconds(i64::from(record.row.execute_seconds)));
    let (person, key) = ids(decider);
    approvals::close(&mut tx, id, &Outcome { status, person, key, name: &name, reason: reason.as_deref(), execute_by }).await?;
    tx.commit(deed(&record, status, decider, reason)).await?;
    Ok(())
}

fn ids(decider: &Decider<'_>) -> (Option<PersonId>, Option<KeyId>) {
    match decider {
        Decider::Person(person) => (Some(*person), None),
        Decider::Key(caller, _) => (None, Some(caller.key_id())),
    }
}

/// Nobody decides their own request, nor one made by a key that they made or rolled: they have held its secret (SP-61).
fn may_decide(record: &ApprovalRecord, decider: &Decider<'_>) -> Result<()> {
    match decider {
        Decider::Person(person) if own_request(record, Some(*person)) => Err(Error::Refused(OWN_REQUEST.to_owned())),
        Decider::Key(caller, _) if !caller.key.may_approve => Err(keys_may_not()),
        Decider::Key(caller, _) if caller.key_id() == record.key || own_request(record, caller.key.created_by) => {
            Err(Error::Refused("The key that asks, and keys of the same maker, cannot decide.".to_owned()))
        }
        Decider::Person(_) | Decider::Key(..) => Ok(()),
    }
}

/// Looked up again for every decision: what is remembered beside the key does not follow the organisation's settings.
fn keys_may_not() -> Error {
    Error::Refused("API keys may not decide in this organisation. A person with the role approver has to.".to_owned())
}

pub(super) fn own_request(record: &ApprovalRecord, person: Option<PersonId>) -> bool {
    person.is_some_and(|person| record.key_holders.contains(&person))
}

pub(super) fn closed_sentence(record: &ApprovalRecord, status: ApprovalStatus) -> String {
    let by = record.row.decided_name.as_deref().unwrap_or("somebody");
    match status {
        ApprovalStatus::Expired => "Nobody decided in time, so it was denied.".to_owned(),
        ApprovalStatus::Approved => format!("{by} approved it already."),
        ApprovalStatus::Rejected => format!("{by} rejected it already."),
        ApprovalStatus::Overridden => format!("{by} overrode it already."),
        ApprovalStatus::Pending => "It waits for a decision.".to_owned(),
    }
}

/// High and critical calls need a reason; any reason is one to 2,000 characters.
fn checked_reason(severity: Severity, reason: Option<&str>) -> Result<Option<String>> {
    let given = reason.map(str::trim).filter(|r| !r.is_empty());
    match (given, severity) {
        // Whoever decides may paste out of the call.
        (Some(text), _) => Ok(Some(clean::text(&String::from(ShortText::<2_000>::parse("reason", text)?)))),
        (None, Severity::Critical | Severity::High) => {
            Err(Invalid::new("reason", format!("is required for a call of {severity} severity")).into())
        }
        (None, Severity::Medium | Severity::Low) => Ok(None),
    }
}

async fn name(tx: &mut OrgTx, decider: &Decider<'_>) -> Result<String> {
    match decider {
        Decider::Person(person) => Ok(members::find(tx, *person).await?.map_or_else(|| "a member".to_owned(), |m| m.name)),
        Decider::Key(caller, _) => Ok(caller.key.name.clone()),
    }
}

fn deed(record: &ApprovalRecord, status: ApprovalStatus, decider: &Decider<'_>, reason: Option<String>) -> Deed {
    let kind = if status == ApprovalStatus::Approved { DeedKind::ApprovalApproved } else { DeedKind::ApprovalRejected };
    let claimed = match decider {
        Decider::Person(_) => None,
        Decider::Key(_, claimed) => clean::end_user(&format!("{} <{}>", claimed.reviewer_id, claimed.reviewer_email)),
    };
    Deed::new(kind, record.id.as_uuid())
        .fact("call_digest", hex::encode(&record.row.call_digest))
        .fact("severity", record.severity.as_str())
        .personal_opt(PersonalField::Reason, reason)
        .personal_opt(PersonalField::ClaimedReviewer, claimed)
}
