//! Reading the ledger: pages of records, single records with their proof material, leaves, checkpoints.

use model::{DeedKind, Id, KeyId, PersonId, Verdict};
use serde_json::{Map, Value};
use sqlx::{FromRow, types::Json};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Error, OrgTx, Result, personal, row::org_rows};

/// A record with its personal values, as far as they still exist.
#[derive(Debug, Clone)]
pub struct StoredRecord {
    /// Its number.
    pub seq: u64,
    /// When.
    pub at: OffsetDateTime,
    /// What happened.
    pub kind: DeedKind,
    /// The decision, approval or other thing that it is about.
    pub record_id: Uuid,
    /// The verdict of a decision.
    pub verdict: Option<Verdict>,
    /// The key that acted.
    pub key: Option<KeyId>,
    /// The person who acted.
    pub person: Option<PersonId>,
    /// The canonical text.
    pub canonical: String,
    /// Personal values.
    pub personal: Vec<ledger::PersonalValue>,
}

impl StoredRecord {
    /// The canonical text as JSON.
    pub fn json(&self) -> Result<Value> {
        serde_json::from_str(&self.canonical).map_err(|_| Error::Corrupt("record"))
    }

    /// A personal value, unless it was erased.
    pub fn value(&self, field: model::PersonalField) -> Option<&str> {
        self.personal.iter().find(|v| v.field == field).map(|v| v.value.as_str())
    }
}

#[derive(FromRow)]
struct Row {
    org_id: Uuid,
    seq: i64,
    recorded_at: OffsetDateTime,
    kind: String,
    record_id: Uuid,
    verdict: Option<String>,
    key_id: Option<Uuid>,
    person_id: Option<Uuid>,
    record: String,
    fields: Option<Json<Map<String, Value>>>,
}

#[derive(FromRow)]
struct LeafRow {
    org_id: Uuid,
    leaf: Vec<u8>,
}

/// A signed tree head.
#[derive(Debug, Clone, FromRow)]
pub struct CheckpointRow {
    org_id: Uuid,
    /// Records that it covers.
    pub size: i64,
    /// The signed note.
    pub note: String,
    /// When it was signed.
    pub signed_at: OffsetDateTime,
}

#[derive(FromRow)]
struct HeadRow {
    org_id: Uuid,
    size: i64,
}

org_rows!(Row, LeafRow, CheckpointRow, HeadRow);

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

const SELECT: &str = "select b.org_id, b.seq, b.recorded_at, b.kind, b.record_id, b.verdict, b.key_id, b.person_id, b.record, p.fields
  from public.ledger_body b left join public.ledger_personal p on p.org_id = b.org_id and p.seq = b.seq";

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
    let org = tx.org().as_uuid();
    // Planned for these filters each time: a plan for any filter could use no index.
    let query = sqlx::query_as(sqlx::AssertSqlSafe(text))
        .persistent(false)
        .bind(org)
        .bind(kinds(filter))
        .bind(filter.verdict.map(Verdict::as_str))
        .bind(filter.record_id)
        .bind(filter.key.map(Id::as_uuid))
        .bind(&filter.policy)
        .bind(filter.since)
        .bind(filter.until)
        .bind(before(filter)?)
        .bind(&filter.person_label)
        .bind(&filter.any_policy)
        .bind(filter.outcome)
        .bind(limit)
        .bind(offset);
    let rows: Vec<Row> = tx.all(query).await?;
    rows.into_iter().map(read).collect()
}

/// How many records the filter finds, counted up to `most`.
pub async fn count(tx: &mut OrgTx, filter: &RecordFilter, most: i64) -> Result<u64> {
    let text = format!("select count(*) from (select 1 from public.ledger_body b {WHERE} limit $13) as found");
    let org = tx.org().as_uuid();
    let n: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(text))
        .persistent(false)
        .bind(org)
        .bind(kinds(filter))
        .bind(filter.verdict.map(Verdict::as_str))
        .bind(filter.record_id)
        .bind(filter.key.map(Id::as_uuid))
        .bind(&filter.policy)
        .bind(filter.since)
        .bind(filter.until)
        .bind(before(filter)?)
        .bind(&filter.person_label)
        .bind(&filter.any_policy)
        .bind(filter.outcome)
        .bind(most)
        .fetch_one(tx.conn())
        .await?;
    Ok(n.unsigned_abs())
}

fn kinds(filter: &RecordFilter) -> Vec<&'static str> {
    filter.kinds.iter().map(|k| k.as_str()).collect()
}

fn before(filter: &RecordFilter) -> Result<Option<i64>> {
    filter.before.map(i64::try_from).transpose().map_err(|_| Error::Corrupt("cursor"))
}

fn read(row: Row) -> Result<StoredRecord> {
    Ok(StoredRecord {
        seq: row.seq.unsigned_abs(),
        at: row.recorded_at,
        kind: DeedKind::parse(&row.kind).ok_or(Error::Corrupt("deed kind"))?,
        record_id: row.record_id,
        verdict: row.verdict.as_deref().map(|v| Verdict::parse(v).ok_or(Error::Corrupt("verdict"))).transpose()?,
        key: row.key_id.map(Id::from_uuid),
        person: row.person_id.map(Id::from_uuid),
        canonical: row.record,
        personal: personal::from_json(row.fields)?,
    })
}

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

/// Records in the ledger.
pub async fn size(tx: &mut OrgTx) -> Result<u64> {
    let org = tx.org().as_uuid();
    let head: Option<HeadRow> = tx.maybe(sqlx::query_as("select org_id, size from public.ledger_head where org_id = $1").bind(org)).await?;
    Ok(head.map_or(0, |h| h.size.unsigned_abs()))
}

/// The newest checkpoint.
pub async fn newest_checkpoint(tx: &mut OrgTx) -> Result<Option<CheckpointRow>> {
    let org = tx.org().as_uuid();
    tx.maybe(
        sqlx::query_as("select org_id, size, note, signed_at from public.ledger_checkpoint where org_id = $1 order by size desc limit 1")
            .bind(org),
    )
    .await
}

/// The first checkpoint that covers record `seq`.
pub async fn covering_checkpoint(tx: &mut OrgTx, seq: u64) -> Result<Option<CheckpointRow>> {
    let org = tx.org().as_uuid();
    let seq = i64::try_from(seq).map_err(|_| Error::Corrupt("cursor"))?;
    tx.maybe(
        sqlx::query_as(
            "select org_id, size, note, signed_at from public.ledger_checkpoint where org_id = $1 and size >= $2 order by size limit 1",
        )
        .bind(org)
        .bind(seq),
    )
    .await
}

/// The newest checkpoint that covers at most `size` records.
pub async fn checkpoint_at_most(tx: &mut OrgTx, size: u64) -> Result<Option<CheckpointRow>> {
    let org = tx.org().as_uuid();
    let size = i64::try_from(size).map_err(|_| Error::Corrupt("cursor"))?;
    tx.maybe(
        sqlx::query_as(
            "select org_id, size, note, signed_at from public.ledger_checkpoint where org_id = $1 and size <= $2 order by size desc limit 1",
        )
        .bind(org)
        .bind(size),
    )
    .await
}

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
