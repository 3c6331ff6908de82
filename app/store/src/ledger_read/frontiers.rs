//! Where the tree stood after every so many records.

use ledger::Frontier;
use sqlx::FromRow;
use uuid::Uuid;

use super::leaves::{leaves, size};
use crate::{Error, Housekeeping, OrgScope, OrgTx, RequestPool, Result, row::org_rows};

/// Records between two frontiers: what one proof reads at most, apart from what one checkpoint adds.
pub const FRONTIER_EVERY: u64 = 1_024;
/// Frontiers kept in one go, so that a long ledger is caught up with in steps.
const STEP: u64 = 64;

#[derive(FromRow)]
struct Row {
    org_id: Uuid,
    size: i64,
    frontier: Vec<u8>,
}

org_rows!(Row);

/// The largest known frontier over at most `size` records; that of an empty tree when none is known or readable.
pub async fn nearest_frontier(tx: &mut OrgTx, size: u64) -> Result<Frontier> {
    let org = tx.org().as_uuid();
    let size = i64::try_from(size).map_err(|_| Error::Corrupt("ledger size"))?;
    let query = "select org_id, size, frontier from public.ledger_frontier where org_id = $1 and size <= $2 order by size desc limit 1";
    let row: Option<Row> = tx.maybe(sqlx::query_as(query).bind(org).bind(size)).await?;
    let known = row.and_then(|row| Frontier::from_bytes(&row.frontier).ok().filter(|known| i64::try_from(known.size()) == Ok(row.size)));
    Ok(known.unwrap_or_default())
}

/// Keeps the frontiers that the ledger has passed since the last one; says how many.
pub async fn keep_frontiers(pool: &RequestPool, scope: &OrgScope) -> Result<usize> {
    let mut tx = pool.org_tx(scope).await?;
    let size = size(&mut tx).await?;
    let mut frontier = nearest_frontier(&mut tx, size).await?;
    let mut kept = 0;
    while frontier.size() + FRONTIER_EVERY <= size && kept < STEP {
        let next = leaves(&mut tx, frontier.next_seq(), i64::try_from(FRONTIER_EVERY).unwrap_or(i64::MAX)).await?;
        if next.len() as u64 != FRONTIER_EVERY {
            return Err(Error::Corrupt("leaf"));
        }
        next.into_iter().for_each(|leaf| frontier.append(leaf));
        add(&mut tx, &frontier).await?;
        kept += 1;
    }
    if kept > 0 {
        tx.commit_housekeeping(Housekeeping::FrontierKept).await?;
    }
    usize::try_from(kept).map_err(|_| Error::Corrupt("ledger size"))
}

async fn add(tx: &mut OrgTx, frontier: &Frontier) -> Result<()> {
    let org = tx.org().as_uuid();
    let size = i64::try_from(frontier.size()).map_err(|_| Error::Corrupt("ledger size"))?;
    let insert = "insert into public.ledger_frontier (org_id, size, frontier) values ($1, $2, $3) on conflict do nothing";
    tx.keep_up(Housekeeping::FrontierKept, sqlx::query(insert).bind(org).bind(size).bind(frontier.to_bytes())).await?;
    Ok(())
}
