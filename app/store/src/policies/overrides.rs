//! Overrides of shipped and own policies.

use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    OrgTx, Result,
    row::{expect_one, org_rows},
};

/// An override of a shipped or own policy.
#[derive(Debug, Clone, FromRow)]
pub struct OverrideRow {
    org_id: Uuid,
    /// The policy.
    pub policy_id: String,
    /// What it asks for instead.
    pub action: String,
    /// Whether it is evaluated, when overridden too.
    pub enabled: Option<bool>,
    /// Why.
    pub reason: String,
    /// Who said so.
    pub created_by: String,
    /// When.
    pub created_at: OffsetDateTime,
    /// Until when.
    pub expires_at: Option<OffsetDateTime>,
}

org_rows!(OverrideRow);

/// Every override, expired ones too.
pub async fn overrides(tx: &mut OrgTx) -> Result<Vec<OverrideRow>> {
    tx.all(sqlx::query_as(
        "select org_id, policy_id, action, enabled, reason, created_by, created_at, expires_at
         from public.policy_overrides order by created_at, policy_id",
    ))
    .await
}

/// The override of one policy.
pub async fn find_override(tx: &mut OrgTx, policy: &str) -> Result<Option<OverrideRow>> {
    let org = tx.org().as_uuid();
    tx.maybe(
        sqlx::query_as(
            "select org_id, policy_id, action, enabled, reason, created_by, created_at, expires_at
             from public.policy_overrides where org_id = $1 and policy_id = $2",
        )
        .bind(org)
        .bind(policy),
    )
    .await
}

/// Inserts an override.
pub async fn add_override(
    tx: &mut OrgTx,
    policy: &str,
    action: &str,
    reason: &str,
    by: &str,
    expires_at: Option<OffsetDateTime>,
) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(
        sqlx::query(
            "insert into public.policy_overrides (org_id, policy_id, action, reason, created_by, created_at, expires_at)
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(org)
        .bind(policy)
        .bind(action)
        .bind(reason)
        .bind(by)
        .bind(now)
        .bind(expires_at),
    )
    .await
    .and_then(expect_one)
}

/// Lifts an override; false when there was none.
pub async fn delete_override(tx: &mut OrgTx, policy: &str) -> Result<bool> {
    let org = tx.org().as_uuid();
    let rows =
        tx.run(sqlx::query("delete from public.policy_overrides where org_id = $1 and policy_id = $2").bind(org).bind(policy)).await?;
    Ok(rows == 1)
}
