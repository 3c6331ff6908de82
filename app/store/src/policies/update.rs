//! Writes a changed policy.

use super::{
    PolicyFields,
    fields::{NEXT, assignments, bind},
};
use crate::{OrgTx, Result, row::expect_one};

/// Writes a changed policy under its next version; one that was removed is back. The caller holds its lock.
pub async fn update(tx: &mut OrgTx, policy: &str, version: i32, fields: &PolicyFields) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let text = format!(
        "update public.policies set {}, version = ${NEXT}, updated_at = ${}, deleted_at = null where org_id = $1 and policy_id = $2",
        assignments(),
        NEXT + 1,
    );
    let query = bind(sqlx::query(sqlx::AssertSqlSafe(text)).bind(org).bind(policy), fields);
    tx.run(query.bind(version).bind(now)).await.and_then(expect_one)
}
