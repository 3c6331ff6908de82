//! The leaves of the tree, and where they stand in time.

use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Error, OrgTx, Result, row::org_rows};

#[derive(FromRow)]
struct LeafRow {
    org_id: Uuid,
    leaf: Vec<u8>,
}

#[derive(FromRow)]
struct HeadRow {
    org_id: Uuid,
    size: i64,
}

org_rows!(LeafRow, HeadRow);

/// Records in the ledger.
pub async fn size(tx: &mut OrgTx) -> Result<u64> {
    let org = tx.org().as_uuid();
    let head: Option<HeadRow> = tx.maybe(sqlx::query_as("select org_id, size from public.ledger_head where org_id = $1").bind(org)).await?;
    Ok(head.map_or(0, |h| h.size.unsigned_abs()))
}

/// Leaves `first..first + limit` in order.
pub async fn leaves(tx: &mut OrgTx, first: u64, limit: i64) -> Result<Vec<ledger::Hash>> {
    let org = tx.org().as_uuid();
    let first = i64::try_from(first).map_err(|_| Error::Corrupt("cursor"))?;
    let rows: Vec<LeafRow> = tx
        .all(
            sqlx::query_as("select org_id, leaf from public.ledger_leaf where org_id = $1 and seq >= $2 and seq < $2 + $3 order by seq")
                .bind(org)
                .bind(first)
                .bind(limit),
        )
        .await?;
    rows.into_iter().map(|row| row.leaf.as_slice().try_into().map_err(|_| Error::Corrupt("leaf"))).collect()
}

/// When record `seq` was made, even if its body is gone.
pub async fn recorded_at(tx: &mut OrgTx, seq: u64) -> Result<Option<OffsetDateTime>> {
    let org = tx.org().as_uuid();
    let seq = i64::try_from(seq).map_err(|_| Error::Corrupt("cursor"))?;
    Ok(sqlx::query_scalar("select recorded_at from public.ledger_leaf where org_id = $1 and seq = $2")
        .bind(org)
        .bind(seq)
        .fetch_optional(tx.conn())
        .await?)
}

/// The first number recorded at or after `from`, and the first at or after `until`: a half-open range of numbers.
pub async fn bounds(tx: &mut OrgTx, from: Option<OffsetDateTime>, until: Option<OffsetDateTime>, size: u64) -> Result<(u64, u64)> {
    let end = match until {
        Some(until) => first_at(tx, until, size).await?,
        None => size + 1,
    };
    let first = match from {
        Some(from) => first_at(tx, from, size).await?,
        None => 1,
    };
    Ok((first.min(end), end))
}

/// The first number recorded at or after `at`, `size + 1` when there is none. Times never go back along the numbers, so
/// halving finds it; a hole on the way could hide records, so it is an error.
async fn first_at(tx: &mut OrgTx, at: OffsetDateTime, size: u64) -> Result<u64> {
    let org = tx.org().as_uuid();
    let size = i64::try_from(size).map_err(|_| Error::Corrupt("ledger size"))?;
    let found: Option<i64> = sqlx::query_scalar(
        "with recursive search (low, high) as (
           select 1::bigint, $3 + 1
           union all
           select case when leaf.recorded_at < $2 then middle + 1 else low end, case when leaf.recorded_at < $2 then high else middle end
           from (select low, high, (low + high) / 2 as middle from search where low < high) as half
           join public.ledger_leaf leaf on leaf.org_id = $1 and leaf.seq = middle
         )
         select low from search where low = high",
    )
    .bind(org)
    .bind(at)
    .bind(size)
    .fetch_optional(tx.conn())
    .await?;
    found.map(i64::unsigned_abs).ok_or(Error::Corrupt("leaf"))
}
