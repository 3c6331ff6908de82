//! Records by what they are about, and by number.

use uuid::Uuid;

use super::record::{Row, SELECT, StoredRecord, read};
use crate::{Error, OrgTx, Result};

/// Everything about one decision, approval or other thing, oldest first.
pub async fn about(tx: &mut OrgTx, record_id: Uuid) -> Result<Vec<StoredRecord>> {
    let text = format!("{SELECT} where b.org_id = $1 and b.record_id = $2 order by b.seq limit 200");
    let org = tx.org().as_uuid();
    let rows: Vec<Row> = tx.all(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(record_id)).await?;
    rows.into_iter().map(read).collect()
}

/// Records `first..first + limit` in order; a retired body is missing from the answer.
pub async fn range(tx: &mut OrgTx, first: u64, limit: i64) -> Result<Vec<StoredRecord>> {
    let text = format!("{SELECT} where b.org_id = $1 and b.seq >= $2 and b.seq < $2 + $3 order by b.seq");
    let org = tx.org().as_uuid();
    let first = i64::try_from(first).map_err(|_| Error::Corrupt("cursor"))?;
    let rows: Vec<Row> = tx.all(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(first).bind(limit)).await?;
    rows.into_iter().map(read).collect()
}

/// Digests of the policy sets that decisions `first..end` name, each once.
pub async fn policy_sets_named(tx: &mut OrgTx, first: u64, end: u64) -> Result<Vec<String>> {
    let org = tx.org().as_uuid();
    let (first, end) = (i64::try_from(first), i64::try_from(end));
    let (Ok(first), Ok(end)) = (first, end) else { return Err(Error::Corrupt("cursor")) };
    let named: Vec<Option<String>> = sqlx::query_scalar(
        "select distinct record::jsonb #>> '{facts,policy_set}' from public.ledger_body
         where org_id = $1 and seq >= $2 and seq < $3 and verdict is not null",
    )
    .bind(org)
    .bind(first)
    .bind(end)
    .fetch_all(tx.conn())
    .await?;
    Ok(named.into_iter().flatten().collect())
}
