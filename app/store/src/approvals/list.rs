//! The two halves of the queue, each in its own order along its own index. A pending call past its time counts as expired.

use model::{ApprovalId, ApprovalStatus, Severity, views::QueueOrder};
use time::{OffsetDateTime, macros::datetime};
use uuid::Uuid;

use super::record::{ApprovalRecord, ApprovalRow, SELECT, read};
use crate::{OrgTx, Result};

/// Which rows of a list.
#[derive(Debug, Clone, Copy)]
pub struct Slice {
    /// Rows at most.
    pub limit: i64,
    /// Rows to skip.
    pub offset: i64,
    /// Only what comes after this one; an unknown one counts as unsaid.
    pub after: Option<ApprovalId>,
}

/// How bad a call could be as a number, worst first; the indexes of the queue name the same expression.
const RANK: &str = "array_position(array['critical', 'high', 'medium', 'low'], a.severity)";

const WAITING: &str =
    "a.org_id = $1 and a.status = 'pending' and a.approve_by > $2 and (cardinality($3::text[]) = 0 or a.severity = any($3))";

const CLOSED: &str =
    "a.org_id = $1 and (a.status <> 'pending' or a.approve_by <= $2) and (cardinality($3::text[]) = 0 or a.severity = any($3))
    and (cardinality($4::text[]) = 0 or (case when a.status = 'pending' then 'expired' else a.status end) = any($4))";

/// Where a call stands in the orders of both halves.
struct Place {
    due: OffsetDateTime,
    rank: i32,
    asked: OffsetDateTime,
    id: Uuid,
}

/// Before every waiting call.
const FIRST: Place = Place { due: OffsetDateTime::UNIX_EPOCH, rank: 0, asked: OffsetDateTime::UNIX_EPOCH, id: Uuid::nil() };
/// Newer than every closed call.
const NEWEST: Place = Place { due: FAR, rank: 0, asked: FAR, id: Uuid::max() };
const FAR: OffsetDateTime = datetime!(9999-12-31 0:00 UTC);

async fn place(tx: &mut OrgTx, id: Option<ApprovalId>) -> Result<Option<Place>> {
    let Some(id) = id.map(ApprovalId::as_uuid) else { return Ok(None) };
    let org = tx.org().as_uuid();
    let text = format!("select a.approve_by, {RANK}, a.created_at from public.approvals a where a.org_id = $1 and a.approval_id = $2");
    let found = sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(id).fetch_optional(tx.conn()).await?;
    Ok(found.map(|(due, rank, asked)| Place { due, rank, asked, id }))
}

/// Calls that wait for a person. An empty list of severities means all.
pub async fn waiting(tx: &mut OrgTx, severities: &[Severity], order: QueueOrder, slice: Slice) -> Result<Vec<ApprovalRecord>> {
    let (keys, after) = match order {
        QueueOrder::Due => (format!("a.approve_by, {RANK}, a.approval_id"), "$6, $7, $8"),
        QueueOrder::Severity => (format!("{RANK}, a.approve_by, a.approval_id"), "$7, $6, $8"),
    };
    let place = place(tx, slice.after).await?.unwrap_or(FIRST);
    let text = format!("{SELECT} where {WAITING} and ({keys}) > ({after}) order by {keys} limit $4 offset $5");
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let query = sqlx::query_as(sqlx::AssertSqlSafe(text))
        .bind(org)
        .bind(now)
        .bind(words(severities))
        .bind(slice.limit)
        .bind(slice.offset)
        .bind(place.due)
        .bind(place.rank)
        .bind(place.id);
    let rows: Vec<ApprovalRow> = tx.all(query).await?;
    rows.into_iter().map(read).collect()
}

/// Calls that wait for nobody any more, newest first. Empty lists mean every state and severity.
pub async fn closed(tx: &mut OrgTx, statuses: &[ApprovalStatus], severities: &[Severity], slice: Slice) -> Result<Vec<ApprovalRecord>> {
    let place = place(tx, slice.after).await?.unwrap_or(NEWEST);
    let text = format!(
        "{SELECT} where {CLOSED} and (a.created_at, a.approval_id) < ($7, $8)
         order by a.created_at desc, a.approval_id desc limit $5 offset $6"
    );
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let query = sqlx::query_as(sqlx::AssertSqlSafe(text))
        .bind(org)
        .bind(now)
        .bind(words(severities))
        .bind(status_words(statuses))
        .bind(slice.limit)
        .bind(slice.offset)
        .bind(place.asked)
        .bind(place.id);
    let rows: Vec<ApprovalRow> = tx.all(query).await?;
    rows.into_iter().map(read).collect()
}

/// How many calls wait.
pub async fn count_waiting(tx: &mut OrgTx, severities: &[Severity]) -> Result<u64> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let text = format!("select count(*) from public.approvals a where {WAITING}");
    let n: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(text)).bind(org).bind(now).bind(words(severities)).fetch_one(tx.conn()).await?;
    Ok(n.unsigned_abs())
}

/// How many calls wait for nobody any more, counted up to `most`.
pub async fn count_closed(tx: &mut OrgTx, statuses: &[ApprovalStatus], severities: &[Severity], most: i64) -> Result<u64> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let text = format!("select count(*) from (select from public.approvals a where {CLOSED} limit $5) as found");
    let n: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(text))
        .bind(org)
        .bind(now)
        .bind(words(severities))
        .bind(status_words(statuses))
        .bind(most)
        .fetch_one(tx.conn())
        .await?;
    Ok(n.unsigned_abs())
}

fn words(severities: &[Severity]) -> Vec<&'static str> {
    severities.iter().map(|s| s.as_str()).collect()
}

fn status_words(statuses: &[ApprovalStatus]) -> Vec<&'static str> {
    statuses.iter().map(|s| s.as_str()).collect()
}
