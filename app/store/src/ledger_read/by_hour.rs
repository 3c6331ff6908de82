//! Decisions counted by hour.

use model::Verdict;
use time::OffsetDateTime;

use crate::{Error, OrgTx, Result};

/// Decisions per verdict and hour since `since`: `(verdict, hour, count)`.
pub async fn decisions_by_hour(tx: &mut OrgTx, since: OffsetDateTime) -> Result<Vec<(Verdict, OffsetDateTime, u64)>> {
    let org = tx.org().as_uuid();
    let rows: Vec<(String, OffsetDateTime, i64)> = sqlx::query_as(
        "select verdict, date_trunc('hour', recorded_at, 'UTC'), count(*) from public.ledger_body
         where org_id = $1 and recorded_at >= $2 and verdict is not null group by 1, 2",
    )
    .bind(org)
    .bind(since)
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|(verdict, hour, n)| Ok((Verdict::parse(&verdict).ok_or(Error::Corrupt("verdict"))?, hour, n.unsigned_abs())))
        .collect()
}
