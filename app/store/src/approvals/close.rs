//! Closes a held call.

use model::{ApprovalId, ApprovalStatus, Id, KeyId, PersonId};
use time::OffsetDateTime;

use crate::{OrgTx, Result, row::expect_one};

/// How a held call is closed.
#[derive(Debug, Clone)]
pub struct Outcome<'a> {
    /// The new state.
    pub status: ApprovalStatus,
    /// The person who decides, when one does.
    pub person: Option<PersonId>,
    /// The key that decides, when one does.
    pub key: Option<KeyId>,
    /// Their name.
    pub name: &'a str,
    /// What they say.
    pub reason: Option<&'a str>,
    /// Until when an approved call may run.
    pub execute_by: Option<OffsetDateTime>,
}

/// Closes a held call that is still pending. The caller holds its lock.
pub async fn close(tx: &mut OrgTx, id: ApprovalId, outcome: &Outcome<'_>) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let decided_at = (outcome.status != ApprovalStatus::Expired).then_some(now);
    tx.run(
        sqlx::query(
            "update public.approvals set status = $3, updated_at = $4, decided_at = $5, decided_person = $6, decided_key = $7,
               decided_name = $8, decision_reason = $9, execute_by = $10
             where org_id = $1 and approval_id = $2 and status = 'pending'",
        )
        .bind(org)
        .bind(id.as_uuid())
        .bind(outcome.status.as_str())
        .bind(now)
        .bind(decided_at)
        .bind(outcome.person.map(Id::as_uuid))
        .bind(outcome.key.map(Id::as_uuid))
        .bind(outcome.name)
        .bind(outcome.reason)
        .bind(outcome.execute_by),
    )
    .await
    .and_then(expect_one)
}
