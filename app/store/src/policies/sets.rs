//! The sets that decisions name.

use sqlx::types::Json;

use crate::{Housekeeping, OrgTx, Result};

/// Keeps the description of a policy set under its digest, once.
pub async fn keep_set(tx: &mut OrgTx, digest: &str, document: serde_json::Value) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.keep_up(
        Housekeeping::PolicySetKept,
        sqlx::query(
            "insert into public.policy_sets (org_id, digest, document, first_used_at) values ($1, $2, $3, $4) on conflict do nothing",
        )
        .bind(org)
        .bind(digest)
        .bind(Json(document))
        .bind(now),
    )
    .await?;
    Ok(())
}

/// The description of a policy set.
pub async fn find_set(tx: &mut OrgTx, digest: &str) -> Result<Option<serde_json::Value>> {
    let org = tx.org().as_uuid();
    let found: Option<Json<serde_json::Value>> =
        sqlx::query_scalar("select document from public.policy_sets where org_id = $1 and digest = $2")
            .bind(org)
            .bind(digest)
            .fetch_optional(tx.conn())
            .await?;
    Ok(found.map(|Json(document)| document))
}
