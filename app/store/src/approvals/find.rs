//! Reads one held call.

use model::{ApprovalId, KeyId};

use super::record::{ApprovalRecord, ApprovalRow, SELECT, read};
use crate::{OrgTx, Result};

/// One held call.
pub async fn find(tx: &mut OrgTx, id: ApprovalId) -> Result<Option<ApprovalRecord>> {
    by_id(tx, id, "").await
}

/// One held call, locked: the row lock decides a race. The wait for it counts: [`OrgTx::now`] is the time after it.
pub async fn lock(tx: &mut OrgTx, id: ApprovalId) -> Result<Option<ApprovalRecord>> {
    let found = by_id(tx, id, " for update of a").await?;
    tx.catch_up();
    Ok(found)
}

async fn by_id(tx: &mut OrgTx, id: ApprovalId, lock: &str) -> Result<Option<ApprovalRecord>> {
    let text = format!("{SELECT} where a.org_id = $1 and a.approval_id = $2{lock}");
    let org = tx.org().as_uuid();
    let row: Option<ApprovalRow> = tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(id.as_uuid())).await?;
    row.map(read).transpose()
}

/// The waiting hold of exactly this call, if there is one, locked as by [`lock`].
pub async fn find_pending_call(tx: &mut OrgTx, key: KeyId, digest: &[u8; 32]) -> Result<Option<ApprovalRecord>> {
    let text = format!(
        "{SELECT} where a.org_id = $1 and a.key_id = $2 and a.call_digest = $3 and a.plane = 'decide' and a.status = 'pending'
         for update of a"
    );
    let org = tx.org().as_uuid();
    let row: Option<ApprovalRow> =
        tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(key.as_uuid()).bind(digest.as_slice())).await?;
    tx.catch_up();
    let now = tx.now();
    row.filter(|row| row.approve_by > now).map(read).transpose()
}
