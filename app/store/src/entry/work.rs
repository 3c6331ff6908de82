use std::sync::Arc;

use model::{ApprovalId, ExportId, Id, KeyId, Principal};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{OrgScope, RequestPool, Result};

/// An export that waits for the worker.
#[derive(Debug, Clone)]
pub struct ExportWork {
    /// The scope to work in.
    pub scope: OrgScope,
    /// The export.
    pub export: ExportId,
}

fn job(org: Uuid, name: &str) -> OrgScope {
    OrgScope::new(Id::from_uuid(org), Principal::Job { name: Arc::from(name) })
}

/// Scopes of organisations whose ledger grew since the last signed checkpoint.
pub async fn orgs_with_unsigned_growth(pool: &RequestPool, most: i32) -> Result<Vec<OrgScope>> {
    let orgs: Vec<Uuid> =
        sqlx::query_scalar("select org_id from entry.orgs_with_unsigned_growth($1)").bind(most).fetch_all(pool.raw()).await?;
    Ok(orgs.into_iter().map(|org| job(org, "checkpoint")).collect())
}

/// Held calls whose time to be decided is over.
pub async fn due_approvals(pool: &RequestPool, now: OffsetDateTime, most: i32) -> Result<Vec<(OrgScope, ApprovalId)>> {
    let rows: Vec<(Uuid, Uuid)> =
        sqlx::query_as("select org_id, approval_id from entry.due_approvals($1, $2)").bind(now).bind(most).fetch_all(pool.raw()).await?;
    Ok(rows.into_iter().map(|(org, approval)| (job(org, "approval-expiry"), Id::from_uuid(approval))).collect())
}

/// Keys whose rotation is due, or begins before `soon` and was not told about yet.
pub async fn keys_to_rotate(pool: &RequestPool, now: OffsetDateTime, soon: OffsetDateTime, most: i32) -> Result<Vec<(OrgScope, KeyId)>> {
    let rows: Vec<(Uuid, Uuid)> = sqlx::query_as("select org_id, key_id from entry.keys_to_rotate($1, $2, $3)")
        .bind(soon)
        .bind(now)
        .bind(most)
        .fetch_all(pool.raw())
        .await?;
    Ok(rows.into_iter().map(|(org, key)| (job(org, "key-rotation"), Id::from_uuid(key))).collect())
}

/// Scopes of organisations whose people sign in with certificates, which end.
pub async fn orgs_with_certificates(pool: &RequestPool, most: i32) -> Result<Vec<OrgScope>> {
    let orgs: Vec<Uuid> =
        sqlx::query_scalar("select org_id from entry.orgs_with_certificates($1)").bind(most).fetch_all(pool.raw()).await?;
    Ok(orgs.into_iter().map(|org| job(org, "certificate-ends")).collect())
}

/// Exports that nobody works on.
pub async fn exports_to_do(pool: &RequestPool, now: OffsetDateTime, most: i32) -> Result<Vec<ExportWork>> {
    let rows: Vec<(Uuid, Uuid)> =
        sqlx::query_as("select org_id, export_id from entry.exports_to_do($1, $2)").bind(now).bind(most).fetch_all(pool.raw()).await?;
    Ok(rows.into_iter().map(|(org, export)| ExportWork { scope: job(org, "evidence-export"), export: Id::from_uuid(export) }).collect())
}

/// Scopes of organisations where holds were closed between `since` and `until`.
pub async fn orgs_with_closed_holds(pool: &RequestPool, since: OffsetDateTime, until: OffsetDateTime, most: i32) -> Result<Vec<OrgScope>> {
    let orgs: Vec<Uuid> = sqlx::query_scalar("select org_id from entry.orgs_with_closed_holds($1, $2, $3)")
        .bind(since)
        .bind(until)
        .bind(most)
        .fetch_all(pool.raw())
        .await?;
    Ok(orgs.into_iter().map(|org| job(org, "sealed-calls")).collect())
}
