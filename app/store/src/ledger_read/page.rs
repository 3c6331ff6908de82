//! Pages of the records that a filter finds, and their number.

use model::{DeedKind, Id, KeyId, Verdict};
use sqlx::{Arguments as _, postgres::PgArguments};
use time::OffsetDateTime;
use uuid::Uuid;

use super::record::{Row, SELECT, StoredRecord, read};
use crate::{Error, OrgTx, Result};

/// Which records a page shows, newest first. Everything that is `None` or empty does not filter.
#[derive(Debug, Clone, Default)]
pub struct RecordFilter {
    /// Only these kinds.
    pub kinds: Vec<DeedKind>,
    /// Only this verdict.
    pub verdict: Option<Verdict>,
    /// Only records about this.
    pub record_id: Option<Uuid>,
    /// Only records of this key.
    pub key: Option<KeyId>,
    /// Only decisions that this policy matched.
    pub policy: Option<String>,
    /// Only decisions that one of these policies matched.
    pub any_policy: Vec<String>,
    /// Only records that read as this: a verdict's word, or `error`. Reports of calls count as `allow` or `error`.
    pub outcome: Option<&'static str>,
    /// Only records whose end user or acting member has this label or address.
    pub person_label: Option<String>,
    /// Only from this time on.
    pub since: Option<OffsetDateTime>,
    /// Only before this time.
    pub until: Option<OffsetDateTime>,
    /// Only older than this number.
    pub before: Option<u64>,
}

const WHERE: &str = "where b.org_id = $1
    and (cardinality($2::text[]) = 0 or b.kind = any($2))
    and ($3::text is null or b.verdict = $3)
    and ($4::uuid is null or b.record_id = $4)
    and ($5::uuid is null or b.key_id = $5)
    and ($6::text is null or b.policies @> array[$6])
    and ($7::timestamptz is null or b.recorded_at >= $7)
    and ($8::timestamptz is null or b.recorded_at < $8)
    and ($9::bigint is null or b.seq < $9)
    and (cardinality($11::text[]) = 0 or b.policies && $11)
    and ($12::text is null or $12 = case when b.verdict is not null then b.verdict
         when b.kind = 'decision.refused' or (b.kind = 'audit.tool_call' and b.record::jsonb #>> '{facts,success}' = 'false')
         then 'error' else 'allow' end)
    and ($10::text is null or exists (select from public.ledger_personal q where q.org_id = b.org_id and q.seq = b.seq
         and (q.fields #>> '{end_user,0}' = $10 or q.fields #>> '{actor_email,0}' = $10)))";

/// One page of records, newest first.
pub async fn page(tx: &mut OrgTx, filter: &RecordFilter, limit: i64, offset: i64) -> Result<Vec<StoredRecord>> {
    let text = format!("{SELECT} {WHERE} order by b.seq desc limit $13 offset $14");
    let mut arguments = arguments(tx, filter)?;
    arguments.add(limit).and_then(|()| arguments.add(offset)).map_err(sqlx::Error::Encode)?;
    // Planned for these filters each time: a plan for any filter could use no index.
    let query = sqlx::query_as_with(sqlx::AssertSqlSafe(text), arguments).persistent(false);
    let rows: Vec<Row> = tx.all(query).await?;
    rows.into_iter().map(read).collect()
}

/// How many records the filter finds, counted up to `most`.
pub async fn count(tx: &mut OrgTx, filter: &RecordFilter, most: i64) -> Result<u64> {
    let text = format!("select count(*) from (select 1 from public.ledger_body b {WHERE} limit $13) as found");
    let mut arguments = arguments(tx, filter)?;
    arguments.add(most).map_err(sqlx::Error::Encode)?;
    let query = sqlx::query_scalar_with(sqlx::AssertSqlSafe(text), arguments).persistent(false);
    let n: i64 = query.fetch_one(tx.conn()).await?;
    Ok(n.unsigned_abs())
}

/// What `WHERE` asks for, in its order.
fn arguments(tx: &OrgTx, filter: &RecordFilter) -> Result<PgArguments> {
    let kinds: Vec<&str> = filter.kinds.iter().map(|kind| kind.as_str()).collect();
    let before = filter.before.map(i64::try_from).transpose().map_err(|_| Error::Corrupt("cursor"))?;
    let mut arguments = PgArguments::default();
    let added = arguments
        .add(tx.org().as_uuid())
        .and_then(|()| arguments.add(kinds))
        .and_then(|()| arguments.add(filter.verdict.map(Verdict::as_str)))
        .and_then(|()| arguments.add(filter.record_id))
        .and_then(|()| arguments.add(filter.key.map(Id::as_uuid)))
        .and_then(|()| arguments.add(&filter.policy))
        .and_then(|()| arguments.add(filter.since))
        .and_then(|()| arguments.add(filter.until))
        .and_then(|()| arguments.add(before))
        .and_then(|()| arguments.add(&filter.person_label))
        .and_then(|()| arguments.add(&filter.any_policy))
        .and_then(|()| arguments.add(filter.outcome));
    added.map_err(sqlx::Error::Encode)?;
    Ok(arguments)
}
