use model::{
    ApprovalId, ApprovalStatus, PageRequest, PageSize, Severity,
    views::{ApprovalCounts, ApprovalLine, QueueFilter, QueueHalf, QueueOrder, QueueView},
};
use store::{
    OrgScope,
    approvals::{self, ApprovalRecord, Slice},
};
use time::OffsetDateTime;

use crate::{Error, Governance, Result};

/// Beyond this a count of closed calls is only "many".
const COUNTED: i64 = 10_000;

/// Which held calls an API client lists.
#[derive(Debug, Clone, Default)]
pub struct ApprovalFilter {
    /// Only these states; all when empty.
    pub statuses: Vec<ApprovalStatus>,
    /// Only these severities; all when empty.
    pub severities: Vec<Severity>,
}

/// One page of the queue with its counts.
pub async fn queue(gov: &Governance, scope: &OrgScope, filter: QueueFilter, size: PageSize) -> Result<QueueView> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let severities = filter.severity.as_slice();
    // One more than asked for tells whether there is a next page.
    let slice = Slice { limit: size.get() + 1, offset: 0, after: filter.after };
    let (mut rows, total) = match filter.half {
        QueueHalf::Waiting => {
            let rows = approvals::waiting(&mut tx, severities, filter.order, slice).await?;
            (rows, Some(approvals::count_waiting(&mut tx, severities).await?))
        }
        QueueHalf::History => (approvals::closed(&mut tx, &[], severities, slice).await?, None),
    };
    let counts = approvals::counts(&mut tx, None).await?;
    let now = tx.now();
    let shown = usize::try_from(size.get()).unwrap_or(usize::MAX);
    let has_more = rows.len() > shown;
    rows.truncate(shown);
    let next_after = rows.last().filter(|_| has_more).map(|row| row.id);
    Ok(QueueView { items: rows.iter().map(|r| line(r, now)).collect(), total, next_after, counts, read_at: now })
}

/// One page of held calls as they are stored, and how many there are: waiting ones by due time, then the others, newest first.
pub async fn records(gov: &Governance, scope: &OrgScope, filter: &ApprovalFilter, page: PageRequest) -> Result<(Vec<ApprovalRecord>, u64)> {
    let _turn = gov.slow_reads.enter(scope.org()).await?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let (waits, ended) = halves(&filter.statuses);
    let waiting = if waits { approvals::count_waiting(&mut tx, &filter.severities).await? } else { 0 };
    let closed = if ended { approvals::count_closed(&mut tx, &filter.statuses, &filter.severities, COUNTED).await? } else { 0 };
    let (skip, limit) = (i64::from(page.offset), page.size.get());
    let mut rows = if waits {
        approvals::waiting(&mut tx, &filter.severities, QueueOrder::Due, Slice { limit, offset: skip, after: None }).await?
    } else {
        Vec::new()
    };
    let left = limit - i64::try_from(rows.len()).unwrap_or(limit);
    if ended && left > 0 {
        let offset = (skip - i64::try_from(waiting).unwrap_or(skip)).max(0);
        rows.extend(approvals::closed(&mut tx, &filter.statuses, &filter.severities, Slice { limit: left, offset, after: None }).await?);
    }
    let now = tx.now();
    rows.iter_mut().for_each(|row| row.status = state(row, now));
    Ok((rows, waiting + closed))
}

/// Whether these states ask for what waits, and for what is closed.
fn halves(statuses: &[ApprovalStatus]) -> (bool, bool) {
    let waits = statuses.is_empty() || statuses.contains(&ApprovalStatus::Pending);
    let ended = statuses.is_empty() || statuses.iter().any(|status| *status != ApprovalStatus::Pending);
    (waits, ended)
}

/// One held call as it is stored.
pub async fn record(gov: &Governance, scope: &OrgScope, id: ApprovalId) -> Result<ApprovalRecord> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let now = tx.now();
    let mut row = approvals::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    row.status = state(&row, now);
    Ok(row)
}

/// Counts for badges and live updates; `since` is when the reader last read the list.
pub async fn counts(gov: &Governance, scope: &OrgScope, since: Option<OffsetDateTime>) -> Result<ApprovalCounts> {
    let mut tx = gov.pool().org_tx(scope).await?;
    Ok(approvals::counts(&mut tx, since).await?)
}

/// The stored state with time applied: a pending one past its time is expired, whoever looks first.
pub(crate) fn state(record: &ApprovalRecord, now: OffsetDateTime) -> ApprovalStatus {
    if record.status == ApprovalStatus::Pending && record.row.approve_by <= now { ApprovalStatus::Expired } else { record.status }
}

pub(crate) fn line(record: &ApprovalRecord, now: OffsetDateTime) -> ApprovalLine {
    ApprovalLine {
        id: record.id,
        title: record.row.title.clone(),
        severity: record.severity,
        status: state(record, now),
        key_name: record.key_name.clone(),
        end_user: record.row.end_user.clone(),
        policy_name: record.row.policy_name.clone(),
        created_at: record.row.created_at,
        approve_by: record.row.approve_by,
        seconds_left: (record.row.approve_by - now).whole_seconds(),
    }
}
