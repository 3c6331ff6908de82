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
    let org = tx.org().as_uuid();
    let size = i64::try_from(size).map_err(|_| Error::Corrupt("ledger size"))?;
    // Times never go back along the numbers, so each bound is one place.
    let (first, end): (Option<i64>, Option<i64>) = sqlx::query_as(
        "select (select min(seq) from public.ledger_leaf where org_id = $1 and seq <= $4 and $2::timestamptz is not null and recorded_at >= $2),
                (select min(seq) from public.ledger_leaf where org_id = $1 and seq <= $4 and $3::timestamptz is not null and recorded_at >= $3)",
    )
    .bind(org)
    .bind(from)
    .bind(until)
    .bind(size)
    .fetch_one(tx.conn())
    .await?;
    let end = end.unwrap_or(size + 1);
    let first = if from.is_none() { 1 } else { first.unwrap_or(end) };
    Ok((first.min(end).unsigned_abs(), end.unsigned_abs()))
}
