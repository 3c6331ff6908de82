//! Held calls of a time range.

use time::OffsetDateTime;

use super::record::{ApprovalRecord, ApprovalRow, SELECT, read};
use crate::{OrgTx, Result};

/// Those asked for in `from..until`, oldest first.
pub async fn between(tx: &mut OrgTx, from: OffsetDateTime, until: OffsetDateTime, limit: i64) -> Result<Vec<ApprovalRecord>> {
    let org = tx.org().as_uuid();
    let text =
        format!("{SELECT} where a.org_id = $1 and a.created_at >= $2 and a.created_at < $3 order by a.created_at, a.approval_id limit $4");
    let query = sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(from).bind(until).bind(limit);
    let rows: Vec<ApprovalRow> = tx.all(query).await?;
    rows.into_iter().map(read).collect()
}

/// How many were asked for since `since`.
pub async fn count_since(tx: &mut OrgTx, since: OffsetDateTime) -> Result<u64> {
    let org = tx.org().as_uuid();
    let n: i64 = sqlx::query_scalar("select count(*) from public.approvals where org_id = $1 and created_at >= $2")
        .bind(org)
        .bind(since)
        .fetch_one(tx.conn())
        .await?;
    Ok(n.unsigned_abs())
}
