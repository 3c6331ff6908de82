//! Reads one policy.

use super::row::{COLUMNS, PolicyRow};
use crate::{OrgTx, Result};

/// One live policy.
pub async fn find(tx: &mut OrgTx, policy: &str) -> Result<Option<PolicyRow>> {
    one(tx, policy, "and deleted_at is null").await
}

/// One policy, removed or not.
pub async fn find_any(tx: &mut OrgTx, policy: &str) -> Result<Option<PolicyRow>> {
    one(tx, policy, "").await
}

/// One live policy, locked for a change.
pub async fn lock(tx: &mut OrgTx, policy: &str) -> Result<Option<PolicyRow>> {
    one(tx, policy, "and deleted_at is null for update").await
}

/// One policy, removed or not, locked for a change.
pub async fn lock_any(tx: &mut OrgTx, policy: &str) -> Result<Option<PolicyRow>> {
    one(tx, policy, "for update").await
}

async fn one(tx: &mut OrgTx, policy: &str, rest: &str) -> Result<Option<PolicyRow>> {
    let text = format!("select {COLUMNS} from public.policies where org_id = $1 and policy_id = $2 {rest}");
    let org = tx.org().as_uuid();
    tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(policy)).await
}
