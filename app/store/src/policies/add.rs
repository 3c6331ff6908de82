//! Writes a new policy.

use model::{Id, TenantId};
use sqlx::types::Json;

use super::PolicyFields;
use crate::{OrgTx, Result, row::expect_one};

/// Inserts a policy as version 1.
pub async fn add(tx: &mut OrgTx, policy: &str, tenant: Option<TenantId>, fields: &PolicyFields, by: &str) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let tier = if tenant.is_some() { "tenant" } else { "organization" };
    tx.run(
        sqlx::query(
            "insert into public.policies (org_id, policy_id, tenant_id, tier, name, description, category, pattern, severity, action,
               enabled, priority, tags, version, created_by, created_at, updated_at, kind, document, surfaces)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14, $15, $15, $16, $17, $18)",
        )
        .bind(org)
        .bind(policy)
        .bind(tenant.map(Id::as_uuid))
        .bind(tier)
        .bind(&fields.name)
        .bind(&fields.description)
        .bind(&fields.category)
        .bind(&fields.pattern)
        .bind(&fields.severity)
        .bind(&fields.action)
        .bind(fields.enabled)
        .bind(fields.priority)
        .bind(&fields.tags)
        .bind(by)
        .bind(now)
        .bind(&fields.kind)
        .bind(fields.document.as_ref().map(Json))
        .bind(&fields.surfaces),
    )
    .await
    .and_then(expect_one)
}
