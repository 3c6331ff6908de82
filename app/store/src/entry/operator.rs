//! What operators see and ask for. The database itself demands a proof of each call: the digest of a live operator session, or of
//! the key of the operators' API.

use model::{Id, OrgChange, OrgId, PersonId, Tier};
use sqlx::{FromRow, postgres::PgRow, types::Json};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Error, RequestPool, Result};

/// The digest that stands for an operator; whoever holds it has to be known to the database at each call.
#[derive(Clone, Copy)]
pub struct OperatorProof(pub [u8; 32]);

/// An organisation, as operators see it: how much there is, never what it says.
#[derive(Debug, Clone)]
pub struct OperatedOrg {
    /// The organisation.
    pub org: OrgId,
    /// Its short name.
    pub slug: String,
    /// Its full name.
    pub name: String,
    /// What it has licensed.
    pub tier: Tier,
    /// Governed calls per minute instead of the plan's.
    pub calls_per_minute: Option<u32>,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// Since when it is closed.
    pub suspended_at: Option<OffsetDateTime>,
    /// When it is removed, unless it is kept before.
    pub delete_after: Option<OffsetDateTime>,
    /// When it was removed.
    pub deleted_at: Option<OffsetDateTime>,
    /// People who hold a role.
    pub people: i64,
    /// API keys that are neither revoked nor past their end.
    pub keys: i64,
    /// Records in its log.
    pub records: i64,
    /// When the newest record was written.
    pub last_activity_at: Option<OffsetDateTime>,
}

#[derive(FromRow)]
struct OrgRow {
    org_id: Uuid,
    slug: String,
    name: String,
    tier: String,
    calls_per_minute: Option<i32>,
    created_at: OffsetDateTime,
    suspended_at: Option<OffsetDateTime>,
    delete_after: Option<OffsetDateTime>,
    deleted_at: Option<OffsetDateTime>,
    people: i64,
    keys: i64,
    records: i64,
    last_at: i64,
}

/// What to list.
#[derive(Debug, Clone, Default)]
pub struct OrgSearch {
    /// In the name or the short name; everything when empty.
    pub text: String,
    /// Those whose short name comes after this one.
    pub after: Option<String>,
    /// Rows at most.
    pub most: i32,
}

/// A change that somebody asked for.
#[derive(Debug, Clone, FromRow)]
pub struct PlatformJob {
    /// Its id.
    pub job_id: Uuid,
    /// What kind of change it is.
    pub kind: String,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: OffsetDateTime,
    /// Not before this time.
    pub run_after: OffsetDateTime,
    /// `waiting`, `done`, `failed` or `withdrawn`.
    pub status: String,
    /// Why it failed.
    pub problem: Option<String>,
    /// When it was over.
    pub finished_at: Option<OffsetDateTime>,
}

impl PlatformJob {
    /// Whether the worker is about to do it.
    pub fn is_on_its_way(&self, now: OffsetDateTime) -> bool {
        self.status == "waiting" && self.run_after <= now
    }
}

/// A line of the operators' audit.
#[derive(Debug, Clone, FromRow)]
pub struct OperatorDeed {
    /// Its id; lists go on after it.
    pub deed_id: Uuid,
    /// When.
    pub at: OffsetDateTime,
    /// Who: an address, or the key of the API.
    pub operator: String,
    /// What was done.
    pub act: String,
    /// To which organisation.
    pub org_id: Uuid,
    /// Its name, when there is one.
    pub org_name: Option<String>,
    /// What was asked for.
    pub details: serde_json::Value,
    /// From where.
    pub ip: Option<String>,
}

/// Signs in an operator whose password and code were checked; false when the person is none.
pub async fn operator_sign_in(
    pool: &RequestPool,
    person: PersonId,
    proof: OperatorProof,
    ends_at: OffsetDateTime,
    ip: Option<&str>,
) -> Result<bool> {
    Ok(sqlx::query_scalar("select entry.operator_sign_in($1, $2, $3, $4, $5, $6)")
        .bind(person.as_uuid())
        .bind(proof.0.as_slice())
        .bind(Uuid::now_v7())
        .bind(pool.clock().now())
        .bind(ends_at)
        .bind(ip)
        .fetch_one(pool.raw())
        .await?)
}

/// Ends a session.
pub async fn operator_sign_out(pool: &RequestPool, proof: OperatorProof) -> Result<()> {
    sqlx::query("select entry.operator_sign_out($1)").bind(proof.0.as_slice()).execute(pool.raw()).await?;
    Ok(())
}

/// Who holds this proof now: an address, or the key of the API.
pub async fn operator(pool: &RequestPool, proof: OperatorProof) -> Result<Option<String>> {
    let now = pool.clock().now();
    Ok(sqlx::query_scalar("select entry.operator($1, $2)").bind(proof.0.as_slice()).bind(now).fetch_one(pool.raw()).await?)
}

/// Organisations by short name; not those that were removed.
pub async fn operator_orgs(pool: &RequestPool, proof: OperatorProof, search: &OrgSearch) -> Result<Vec<OperatedOrg>> {
    read_orgs(pool, proof, search, None).await
}

/// One organisation, a removed one too.
pub async fn operator_org(pool: &RequestPool, proof: OperatorProof, org: OrgId) -> Result<Option<OperatedOrg>> {
    let search = OrgSearch { most: 1, ..OrgSearch::default() };
    Ok(read_orgs(pool, proof, &search, Some(org)).await?.pop())
}

async fn read_orgs(pool: &RequestPool, proof: OperatorProof, search: &OrgSearch, just: Option<OrgId>) -> Result<Vec<OperatedOrg>> {
    let rows: Vec<OrgRow> = sqlx::query_as("select * from entry.operator_orgs($1, $2, $3, $4, $5, $6)")
        .bind(proof.0.as_slice())
        .bind(pool.clock().now())
        .bind(&search.text)
        .bind(&search.after)
        .bind(just.map(Id::as_uuid))
        .bind(search.most)
        .fetch_all(pool.raw())
        .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

impl TryFrom<OrgRow> for OperatedOrg {
    type Error = Error;

    fn try_from(row: OrgRow) -> Result<Self> {
        let micros = |at: i64| OffsetDateTime::from_unix_timestamp_nanos(i128::from(at) * 1_000).ok();
        Ok(Self {
            org: Id::from_uuid(row.org_id),
            slug: row.slug,
            name: row.name,
            tier: Tier::parse(&row.tier).ok_or(Error::Corrupt("tier"))?,
            calls_per_minute: row.calls_per_minute.and_then(|calls| u32::try_from(calls).ok()),
            created_at: row.created_at,
            suspended_at: row.suspended_at,
            delete_after: row.delete_after,
            deleted_at: row.deleted_at,
            people: row.people,
            keys: row.keys,
            records: row.records,
            last_activity_at: Some(row.last_at).filter(|at| *at > 0).and_then(micros),
        })
    }
}

/// What was asked for about one organisation, newest first.
pub async fn operator_jobs(pool: &RequestPool, proof: OperatorProof, org: OrgId, most: i32) -> Result<Vec<PlatformJob>> {
    lines(pool, proof, "operator_jobs", Some(org.as_uuid()), most).await
}

/// What operators did, newest first; those before `before`.
pub async fn operator_deeds(pool: &RequestPool, proof: OperatorProof, before: Option<Uuid>, most: i32) -> Result<Vec<OperatorDeed>> {
    lines(pool, proof, "operator_deeds", before, most).await
}

/// What a list of this name answers about something, or from somewhere on.
pub(super) async fn lines<R>(pool: &RequestPool, proof: OperatorProof, list: &'static str, about: Option<Uuid>, most: i32) -> Result<Vec<R>>
where
    R: for<'r> FromRow<'r, PgRow> + Send + Unpin,
{
    let select = format!("select * from entry.{list}($1, $2, $3, $4)");
    let query = sqlx::query_as(sqlx::AssertSqlSafe(select)).bind(proof.0.as_slice()).bind(pool.clock().now());
    Ok(query.bind(about).bind(most).fetch_all(pool.raw()).await?)
}

/// Notes what an operator did or opened.
pub async fn note_act(pool: &RequestPool, proof: OperatorProof, org: OrgId, act: &str, ip: Option<&str>) -> Result<()> {
    sqlx::query("select entry.operator_note($1, $2, $3, $4, $5, '{}', $6)")
        .bind(proof.0.as_slice())
        .bind(pool.clock().now())
        .bind(Uuid::now_v7())
        .bind(act)
        .bind(org.as_uuid())
        .bind(ip)
        .execute(pool.raw())
        .await?;
    Ok(())
}

/// Asks the worker for a change, on the record; the id is the job's.
pub async fn ask_change(pool: &RequestPool, proof: OperatorProof, org: OrgId, change: &OrgChange, ip: Option<&str>) -> Result<Uuid> {
    let job = Uuid::now_v7();
    sqlx::query("select entry.operator_ask($1, $2, $3, $4, $5, $6, $7)")
        .bind(proof.0.as_slice())
        .bind(pool.clock().now())
        .bind(job)
        .bind(change.kind())
        .bind(org.as_uuid())
        .bind(Json(change))
        .bind(ip)
        .execute(pool.raw())
        .await?;
    Ok(job)
}
