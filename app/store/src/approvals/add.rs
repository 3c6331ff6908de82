//! Puts a held call into the queue.

use model::{ApprovalId, DecisionId, Id, KeyId, Plane, Severity, TenantId};
use sqlx::types::Json;
use time::OffsetDateTime;

use crate::{OrgTx, Result, row::expect_one};

/// A held call to insert.
#[derive(Debug, Clone)]
pub struct NewApproval {
    /// Which.
    pub id: ApprovalId,
    /// The workspace of the key that asks.
    pub tenant: TenantId,
    /// The key that asks.
    pub key: KeyId,
    /// The decision behind it.
    pub decision: Option<DecisionId>,
    /// Which surface asks.
    pub plane: Plane,
    /// `decide`, or what a client calls it.
    pub request_type: String,
    /// What it would do, in words.
    pub title: String,
    /// The tool, model or connector.
    pub target: Option<String>,
    /// How bad it could be.
    pub severity: Severity,
    /// The call with personal data masked.
    pub call_masked: String,
    /// SHA-256 of the exact call.
    pub call_digest: [u8; 32],
    /// The exact call, sealed.
    pub call_sealed: Vec<u8>,
    /// The policy that stops it.
    pub policy_id: String,
    /// That policy's name.
    pub policy_name: String,
    /// Why it stops.
    pub reason: String,
    /// The end user, when known.
    pub end_user: Option<String>,
    /// What the client sent along.
    pub labels: serde_json::Value,
    /// Where the client wants to hear of the outcome.
    pub notify_url: Option<String>,
    /// Until when a human may decide.
    pub approve_by: OffsetDateTime,
    /// How long an approval stays spendable, in seconds.
    pub execute_seconds: i32,
}

/// Inserts a held call.
pub async fn add(tx: &mut OrgTx, new: &NewApproval) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let request = tx.scope().request().clone();
    tx.run(
        sqlx::query(
            "insert into public.approvals (org_id, approval_id, tenant_id, key_id, decision_id, plane, request_type, title, target,
               severity, status, call_masked, call_digest, call_sealed, policy_id, policy_name, reason, end_user, labels, notify_url,
               ip, trace_id, created_at, updated_at, approve_by, execute_seconds)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'pending', $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $22,
               $23, $24)",
        )
        .bind(org)
        .bind(new.id.as_uuid())
        .bind(new.tenant.as_uuid())
        .bind(new.key.as_uuid())
        .bind(new.decision.map(Id::as_uuid))
        .bind(new.plane.as_str())
        .bind(&new.request_type)
        .bind(&new.title)
        .bind(&new.target)
        .bind(new.severity.as_str())
        .bind(&new.call_masked)
        .bind(new.call_digest.as_slice())
        .bind(&new.call_sealed)
        .bind(&new.policy_id)
        .bind(&new.policy_name)
        .bind(&new.reason)
        .bind(&new.end_user)
        .bind(Json(&new.labels))
        .bind(&new.notify_url)
        .bind(request.ip)
        .bind(request.trace_id)
        .bind(now)
        .bind(new.approve_by)
        .bind(new.execute_seconds),
    )
    .await
    .and_then(expect_one)
}
