//! Reads many policies of the organisation.

use super::row::{COLUMNS, PolicyRow};
use crate::{OrgTx, Result};

/// Every live policy, oldest first.
pub async fn list(tx: &mut OrgTx) -> Result<Vec<PolicyRow>> {
    let text = format!("select {COLUMNS} from public.policies where deleted_at is null order by created_at, policy_id");
    tx.all(sqlx::query_as(sqlx::AssertSqlSafe(text))).await
}

/// How many live policies there are.
pub async fn count(tx: &mut OrgTx) -> Result<i64> {
    let org = tx.org().as_uuid();
    Ok(sqlx::query_scalar("select count(*) from public.policies where org_id = $1 and deleted_at is null")
        .bind(org)
        .fetch_one(tx.conn())
        .await?)
}

/// Ids of policies with this name, removed ones too: history still names them.
pub async fn ids_named(tx: &mut OrgTx, name: &str) -> Result<Vec<String>> {
    let org = tx.org().as_uuid();
    Ok(sqlx::query_scalar("select policy_id from public.policies where org_id = $1 and lower(name) = lower($2)")
        .bind(org)
        .bind(name)
        .fetch_all(tx.conn())
        .await?)
}
