//! What badges and live updates count.

use model::views::ApprovalCounts;
use time::OffsetDateTime;

use crate::{OrgTx, Result};

/// Counts up to here; beyond it the number says only "many".
const ARRIVED: i64 = 100;

/// What waits, and how many calls came in after `since`; closed ones are not counted, since they only ever grow.
pub async fn counts(tx: &mut OrgTx, since: Option<OffsetDateTime>) -> Result<ApprovalCounts> {
    type Counts = (i64, i64, i64, Option<OffsetDateTime>, i64);
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let (pending, high, critical, oldest, arrived): Counts = sqlx::query_as(
        "select count(*), count(*) filter (where severity = 'high'), count(*) filter (where severity = 'critical'), min(created_at),
                (select count(*) from (select from public.approvals n where n.org_id = $1 and n.created_at > $3 limit $4) as new)
         from public.approvals where org_id = $1 and status = 'pending' and approve_by > $2",
    )
    .bind(org)
    .bind(now)
    .bind(since)
    .bind(ARRIVED)
    .fetch_one(tx.conn())
    .await?;
    Ok(ApprovalCounts {
        pending: pending.unsigned_abs(),
        high: high.unsigned_abs(),
        critical: critical.unsigned_abs(),
        arrived: arrived.unsigned_abs(),
        oldest_pending_seconds: oldest.map(|at| (now - at).whole_seconds()),
    })
}
