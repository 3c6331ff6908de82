//! Writes a new release.

use model::{Id, ReleaseChange, ReleaseId, ReleaseState, TenantId};
use sqlx::types::Json;
use uuid::Uuid;

use super::close::{Closing, close};
use crate::{OrgTx, Result, policies::PolicyFields, row::expect_one};

/// A change to keep.
#[derive(Debug, Clone)]
pub struct NewRelease<'a> {
    /// Which.
    pub id: ReleaseId,
    /// The policy.
    pub policy: &'a str,
    /// The workspace that the policy applies to.
    pub tenant: Option<TenantId>,
    /// What it does.
    pub change: ReleaseChange,
    /// The version in force.
    pub base_version: i32,
    /// The policy after it.
    pub fields: &'a PolicyFields,
    /// Persons and keys that wrote it.
    pub hands: &'a [Uuid],
    /// Their name.
    pub by: &'a str,
}

/// Inserts a draft.
pub async fn add(tx: &mut OrgTx, new: &NewRelease<'_>) -> Result<()> {
    insert(tx, new, ReleaseState::Draft).await
}

async fn insert(tx: &mut OrgTx, new: &NewRelease<'_>, state: ReleaseState) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(
        sqlx::query(
            "insert into public.policy_releases (org_id, release_id, policy_id, change, state, base_version, fields, hands, revision,
               drafted_by, drafted_at, changed_by, changed_at, tenant_id)
             values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $9, $10, $11)",
        )
        .bind(org)
        .bind(new.id.as_uuid())
        .bind(new.policy)
        .bind(new.change.as_str())
        .bind(state.as_str())
        .bind(new.base_version)
        .bind(Json(new.fields))
        .bind(new.hands)
        .bind(new.by)
        .bind(now)
        .bind(new.tenant.map(Id::as_uuid)),
    )
    .await
    .and_then(expect_one)
}

/// Inserts a change that is in force already.
pub async fn add_closed(tx: &mut OrgTx, new: &NewRelease<'_>, closing: &Closing<'_>) -> Result<()> {
    // Another draft of the policy may be open, so this one is never open itself.
    insert(tx, new, closing.state).await?;
    close(tx, new.id, closing).await
}
