//! A held call as it is stored.

use model::{ApprovalId, ApprovalStatus, DecisionId, Id, KeyId, PersonId, Plane, Severity, TenantId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Error, Result, row::org_rows};

/// A held call as it is stored. `status` does not know of time: a pending one past `approve_by` is expired.
#[derive(Debug, Clone)]
pub struct ApprovalRecord {
    /// Which.
    pub id: ApprovalId,
    /// The workspace of the key that asked.
    pub tenant: TenantId,
    /// The key that asked.
    pub key: KeyId,
    /// That key's name.
    pub key_name: String,
    /// Who made that key or issued one of its secrets: they have held it.
    pub key_holders: Vec<PersonId>,
    /// The stored words and times.
    pub row: ApprovalRow,
    /// Which surface asked.
    pub plane: Plane,
    /// How bad it could be.
    pub severity: Severity,
    /// The stored state.
    pub status: ApprovalStatus,
}

/// The plain columns of a held call.
#[derive(Debug, Clone, FromRow)]
pub struct ApprovalRow {
    org_id: Uuid,
    approval_id: Uuid,
    tenant_id: Uuid,
    key_id: Uuid,
    key_name: String,
    key_holders: Vec<Uuid>,
    decision_id: Option<Uuid>,
    plane: String,
    severity: String,
    status: String,
    /// `decide`, or what a client called it.
    pub request_type: String,
    /// What it would do, in words.
    pub title: String,
    /// The tool, model or connector.
    pub target: Option<String>,
    /// The call with personal data masked.
    pub call_masked: String,
    /// SHA-256 of the exact call.
    pub call_digest: Vec<u8>,
    /// The exact call, sealed; null once destroyed.
    pub call_sealed: Option<Vec<u8>>,
    /// The policy that stopped it; empty when asked for in so many words.
    pub policy_id: String,
    /// That policy's name.
    pub policy_name: String,
    /// Why it stopped.
    pub reason: String,
    /// The end user, when known.
    pub end_user: Option<String>,
    /// What the client sent along: compliance labels and context.
    pub labels: serde_json::Value,
    /// Where the client wants to hear of the outcome.
    pub notify_url: Option<String>,
    /// Where it came from.
    pub ip: Option<String>,
    /// W3C trace id.
    pub trace_id: String,
    /// When it was asked.
    pub created_at: OffsetDateTime,
    /// When it last changed.
    pub updated_at: OffsetDateTime,
    /// Until when a human may decide.
    pub approve_by: OffsetDateTime,
    /// How long an approval stays spendable, in seconds.
    pub execute_seconds: i32,
    /// Until when an approved call may run.
    pub execute_by: Option<OffsetDateTime>,
    /// When it was decided.
    pub decided_at: Option<OffsetDateTime>,
    /// By whom, in words.
    pub decided_name: Option<String>,
    /// What they said.
    pub decision_reason: Option<String>,
    /// When it ran.
    pub spent_at: Option<OffsetDateTime>,
}

org_rows!(ApprovalRow);

impl ApprovalRow {
    /// The decision behind it.
    pub fn decision(&self) -> Option<DecisionId> {
        self.decision_id.map(Id::from_uuid)
    }
}

/// What an [`ApprovalRow`] is read from.
pub(super) const SELECT: &str = "select a.org_id, a.approval_id, a.tenant_id, a.key_id, k.name as key_name, 
    (select coalesce(array_agg(distinct who), '{}') from (select k.created_by as who union all
       select s.issued_by from public.api_key_secrets s where s.org_id = k.org_id and s.key_id = k.key_id) h where who is not null) as key_holders,
    a.decision_id, a.plane, a.severity, a.status, a.request_type, a.title, a.target, a.call_masked, a.call_digest, a.call_sealed,
    a.policy_id, a.policy_name, a.reason, a.end_user, a.labels, a.notify_url, a.ip, a.trace_id, a.created_at, a.updated_at,
    a.approve_by, a.execute_seconds, a.execute_by, a.decided_at, a.decided_name, a.decision_reason, a.spent_at
  from public.approvals a join public.api_keys k on k.org_id = a.org_id and k.key_id = a.key_id";

/// The record of a row.
pub(super) fn read(row: ApprovalRow) -> Result<ApprovalRecord> {
    Ok(ApprovalRecord {
        id: Id::from_uuid(row.approval_id),
        tenant: Id::from_uuid(row.tenant_id),
        key: Id::from_uuid(row.key_id),
        key_name: row.key_name.clone(),
        key_holders: row.key_holders.iter().copied().map(Id::from_uuid).collect(),
        plane: Plane::parse(&row.plane).ok_or(Error::Corrupt("plane"))?,
        severity: Severity::parse(&row.severity).ok_or(Error::Corrupt("severity"))?,
        status: ApprovalStatus::parse(&row.status).ok_or(Error::Corrupt("approval status"))?,
        row,
    })
}
