//! Reads one live policy.

use super::row::{COLUMNS, PolicyRow};
use crate::{OrgTx, Result};

/// One live policy.
pub async fn find(tx: &mut OrgTx, policy: &str) -> Result<Option<PolicyRow>> {
    let text = format!("select {COLUMNS} from public.policies where org_id = $1 and policy_id = $2 and deleted_at is null");
    let org = tx.org().as_uuid();
    tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(policy)).await
}

/// One live policy, locked for a change.
pub async fn lock(tx: &mut OrgTx, policy: &str) -> Result<Option<PolicyRow>> {
    let text = format!("select {COLUMNS} from public.policies where org_id = $1 and policy_id = $2 and deleted_at is null for update");
    let org = tx.org().as_uuid();
    tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(policy)).await
}
