//! Reads one release.

use model::ReleaseId;

use super::row::{ReleaseRow, SELECT};
use crate::{OrgTx, Result};

/// One release.
pub async fn find(tx: &mut OrgTx, release: ReleaseId) -> Result<Option<ReleaseRow>> {
    by_id(tx, release, "").await
}

/// One release, locked for a change.
pub async fn lock(tx: &mut OrgTx, release: ReleaseId) -> Result<Option<ReleaseRow>> {
    by_id(tx, release, "for update").await
}

/// The open release of a policy.
pub async fn find_open(tx: &mut OrgTx, policy: &str) -> Result<Option<ReleaseRow>> {
    open_of(tx, policy, "").await
}

/// The open release of a policy, locked for a change. The caller holds the policy's lock.
pub async fn lock_open(tx: &mut OrgTx, policy: &str) -> Result<Option<ReleaseRow>> {
    open_of(tx, policy, "for update").await
}

async fn by_id(tx: &mut OrgTx, release: ReleaseId, rest: &str) -> Result<Option<ReleaseRow>> {
    let text = format!("{SELECT} where org_id = $1 and release_id = $2 {rest}");
    let org = tx.org().as_uuid();
    tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(release.as_uuid())).await
}

async fn open_of(tx: &mut OrgTx, policy: &str, rest: &str) -> Result<Option<ReleaseRow>> {
    let text = format!("{SELECT} where org_id = $1 and policy_id = $2 and state in ('draft', 'requested') {rest}");
    let org = tx.org().as_uuid();
    tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(policy)).await
}
