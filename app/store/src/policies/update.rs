//! Writes a changed policy.

use sqlx::types::Json;

use super::PolicyFields;
use crate::{OrgTx, Result, row::expect_one};

/// Writes a changed policy under its next version. The caller holds its lock.
pub async fn update(tx: &mut OrgTx, policy: &str, version: i32, fields: &PolicyFields) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(
        sqlx::query(
            "update public.policies set name = $3, description = $4, category = $5, pattern = $6, severity = $7, action = $8,
               enabled = $9, priority = $10, tags = $11, version = $12, updated_at = $13, document = $14, surfaces = $15
             where org_id = $1 and policy_id = $2 and deleted_at is null",
        )
        .bind(org)
        .bind(policy)
        .bind(&fields.name)
        .bind(&fields.description)
        .bind(&fields.category)
        .bind(&fields.pattern)
        .bind(&fields.severity)
        .bind(&fields.action)
        .bind(fields.enabled)
        .bind(fields.priority)
        .bind(&fields.tags)
        .bind(version)
        .bind(now)
        .bind(fields.document.as_ref().map(Json))
        .bind(&fields.surfaces),
    )
    .await
    .and_then(expect_one)
}
