use model::{
    ApprovalId, ApprovalStatus, PageRequest,
    views::{ApprovalCounts, ApprovalFilter, ApprovalLine, QueueView},
};
use store::{
    OrgScope,
    approvals::{self, ApprovalRecord},
};
use time::OffsetDateTime;

use crate::{Error, Governance, Result};

/// One page of the queue with its counts.
pub async fn queue(gov: &Governance, scope: &OrgScope, filter: &ApprovalFilter, page: PageRequest) -> Result<QueueView> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let rows = approvals::list(&mut tx, &filter.statuses, &filter.severities, page).await?;
    let total = approvals::count(&mut tx, &filter.statuses, &filter.severities).await?;
    let (counts, _) = approvals::counts(&mut tx).await?;
    let now = tx.now();
    Ok(QueueView { items: rows.iter().map(|r| line(r, now)).collect(), total, counts })
}

/// One page of held calls as they are stored, and how many there are.
pub async fn records(gov: &Governance, scope: &OrgScope, filter: &ApprovalFilter, page: PageRequest) -> Result<(Vec<ApprovalRecord>, u64)> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let now = tx.now();
    let mut rows = approvals::list(&mut tx, &filter.statuses, &filter.severities, page).await?;
    rows.iter_mut().for_each(|row| row.status = state(row, now));
    let total = approvals::count(&mut tx, &filter.statuses, &filter.severities).await?;
    Ok((rows, total))
}

/// One held call as it is stored.
pub async fn record(gov: &Governance, scope: &OrgScope, id: ApprovalId) -> Result<ApprovalRecord> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let now = tx.now();
    let mut row = approvals::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    row.status = state(&row, now);
    Ok(row)
}

/// Counts for badges and live updates.
pub async fn counts(gov: &Governance, scope: &OrgScope) -> Result<ApprovalCounts> {
    let mut tx = gov.pool().org_tx(scope).await?;
    Ok(approvals::counts(&mut tx).await?.0)
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
