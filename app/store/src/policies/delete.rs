//! Takes a policy out of force.

use crate::{OrgTx, Result, row::expect_one};

/// Takes a policy out of force; its versions stay.
pub async fn delete(tx: &mut OrgTx, policy: &str, version: i32) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(
        sqlx::query(
            "update public.policies set deleted_at = $4, updated_at = $4, version = $3
             where org_id = $1 and policy_id = $2 and deleted_at is null",
        )
        .bind(org)
        .bind(policy)
        .bind(version)
        .bind(now),
    )
    .await
    .and_then(expect_one)
}
