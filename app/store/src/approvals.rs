//! Held calls.

use model::{ApprovalId, ApprovalStatus, DecisionId, Id, KeyId, PageRequest, PersonId, Plane, Severity, TenantId};
use sqlx::{FromRow, types::Json};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Error, OrgTx, Result,
    row::{expect_one, org_rows},
};

/// A held call as it is stored. `status` does not know of time: a pending one past `approve_by` is expired.
#[derive(Debug, Clone)]
pub struct ApprovalRecord {
    /// Which.
    pub id: ApprovalId,
    /// The workspace of the key that asked.
    pub tenant: TenantId,
    /// The key that asked.
    pub key: KeyId,
    /// That key's name.
    pub key_name: String,
    /// Who made that key or issued one of its secrets: they have held it.
    pub key_holders: Vec<PersonId>,
    /// The stored words and times.
    pub row: ApprovalRow,
    /// Which surface asked.
    pub plane: Plane,
    /// How bad it could be.
    pub severity: Severity,
    /// The stored state.
    pub status: ApprovalStatus,
}

/// The plain columns of a held call.
#[derive(Debug, Clone, FromRow)]
pub struct ApprovalRow {
    org_id: Uuid,
    approval_id: Uuid,
    tenant_id: Uuid,
    key_id: Uuid,
    key_name: String,
    key_holders: Vec<Uuid>,
    decision_id: Option<Uuid>,
    plane: String,
    severity: String,
    status: String,
    /// `decide`, or what a client called it.
    pub request_type: String,
    /// What it would do, in words.
    pub title: String,
    /// The tool, model or connector.
    pub target: Option<String>,
    /// The call with personal data masked.
    pub call_masked: String,
    /// SHA-256 of the exact call.
    pub call_digest: Vec<u8>,
    /// The exact call, sealed; null once destroyed.
    pub call_sealed: Option<Vec<u8>>,
    /// The policy that stopped it; empty when asked for in so many words.
    pub policy_id: String,
    /// That policy's name.
    pub policy_name: String,
    /// Why it stopped.
    pub reason: String,
    /// The end user, when known.
    pub end_user: Option<String>,
    /// What the client sent along: compliance labels and context.
    pub labels: serde_json::Value,
    /// Where the client wants to hear of the outcome.
    pub notify_url: Option<String>,
    /// Where it came from.
    pub ip: Option<String>,
    /// W3C trace id.
    pub trace_id: String,
    /// When it was asked.
    pub created_at: OffsetDateTime,
    /// When it last changed.
    pub updated_at: OffsetDateTime,
    /// Until when a human may decide.
    pub approve_by: OffsetDateTime,
    /// How long an approval stays spendable, in seconds.
    pub execute_seconds: i32,
    /// Until when an approved call may run.
    pub execute_by: Option<OffsetDateTime>,
    /// When it was decided.
    pub decided_at: Option<OffsetDateTime>,
    /// By whom, in words.
    pub decided_name: Option<String>,
    /// What they said.
    pub decision_reason: Option<String>,
    /// When it ran.
    pub spent_at: Option<OffsetDateTime>,
}

org_rows!(ApprovalRow);

impl ApprovalRow {
    /// The decision behind it.
    pub fn decision(&self) -> Option<DecisionId> {
        self.decision_id.map(Id::from_uuid)
    }
}

/// A held call to insert.
#[derive(Debug, Clone)]
pub struct NewApproval {
    /// Which.
    pub id: ApprovalId,
    /// The workspace of the key that asks.
    pub tenant: TenantId,
    /// The key that asks.
    pub key: KeyId,
    /// The decision behind it.
    pub decision: Option<DecisionId>,
    /// Which surface asks.
    pub plane: Plane,
    /// `decide`, or what a client calls it.
    pub request_type: String,
    /// What it would do, in words.
    pub title: String,
    /// The tool, model or connector.
    pub target: Option<String>,
    /// How bad it could be.
    pub severity: Severity,
    /// The call with personal data masked.
    pub call_masked: String,
    /// SHA-256 of the exact call.
    pub call_digest: [u8; 32],
    /// The exact call, sealed.
    pub call_sealed: Vec<u8>,
    /// The policy that stops it.
    pub policy_id: String,
    /// That policy's name.
    pub policy_name: String,
    /// Why it stops.
    pub reason: String,
    /// The end user, when known.
    pub end_user: Option<String>,
    /// What the client sent along.
    pub labels: serde_json::Value,
    /// Where the client wants to hear of the outcome.
    pub notify_url: Option<String>,
    /// Until when a human may decide.
    pub approve_by: OffsetDateTime,
    /// How long an approval stays spendable, in seconds.
    pub execute_seconds: i32,
}

/// How a held call is closed.
#[derive(Debug, Clone)]
pub struct Outcome<'a> {
    /// The new state.
    pub status: ApprovalStatus,
    /// The person who decides, when one does.
    pub person: Option<PersonId>,
    /// The key that decides, when one does.
    pub key: Option<KeyId>,
    /// Their name.
    pub name: &'a str,
    /// What they say.
    pub reason: Option<&'a str>,
    /// Until when an approved call may run.
    pub execute_by: Option<OffsetDateTime>,
}

const SELECT: &str = "select a.org_id, a.approval_id, a.tenant_id, a.key_id, k.name as key_name, 
    (select coalesce(array_agg(distinct who), '{}') from (select k.created_by as who union all
       select s.issued_by from public.api_key_secrets s where s.org_id = k.org_id and s.key_id = k.key_id) h where who is not null) as key_holders,
    a.decision_id, a.plane, a.severity, a.status, a.request_type, a.title, a.target, a.call_masked, a.call_digest, a.call_sealed,
    a.policy_id, a.policy_name, a.reason, a.end_user, a.labels, a.notify_url, a.ip, a.trace_id, a.created_at, a.updated_at,
    a.approve_by, a.execute_seconds, a.execute_by, a.decided_at, a.decided_name, a.decision_reason, a.spent_at
  from public.approvals a join public.api_keys k on k.org_id = a.org_id and k.key_id = a.key_id";

/// The stored state with time applied.
const STATE: &str = "(case when a.status = 'pending' and a.approve_by <= $1 then 'expired' else a.status end)";

fn read(row: ApprovalRow) -> Result<ApprovalRecord> {
    Ok(ApprovalRecord {
        id: Id::from_uuid(row.approval_id),
        tenant: Id::from_uuid(row.tenant_id),
        key: Id::from_uuid(row.key_id),
        key_name: row.key_name.clone(),
        key_holders: row.key_holders.iter().copied().map(Id::from_uuid).collect(),
        plane: Plane::parse(&row.plane).ok_or(Error::Corrupt("plane"))?,
        severity: Severity::parse(&row.severity).ok_or(Error::Corrupt("severity"))?,
        status: ApprovalStatus::parse(&row.status).ok_or(Error::Corrupt("approval status"))?,
        row,
    })
}

/// One page: waiting ones by due time, others newest first. Empty lists mean every state or severity.
pub async fn list(tx: &mut OrgTx, statuses: &[ApprovalStatus], severities: &[Severity], page: PageRequest) -> Result<Vec<ApprovalRecord>> {
    let now = tx.now();
    let text = format!(
        "{SELECT} where (cardinality($2::text[]) = 0 or {STATE} = any($2)) and (cardinality($3::text[]) = 0 or a.severity = any($3))
         order by ({STATE} = 'pending') desc, case when {STATE} = 'pending' then a.approve_by end, a.created_at desc, a.approval_id
         limit $4 offset $5"
    );
    let rows: Vec<ApprovalRow> = tx
        .all(
            sqlx::query_as(sqlx::AssertSqlSafe(text))
                .bind(now)
                .bind(words(statuses))
                .bind(severities.iter().map(|s| s.as_str()).collect::<Vec<_>>())
                .bind(page.size.get())
                .bind(i64::from(page.offset)),
        )
        .await?;
    rows.into_iter().map(read).collect()
}

/// Those asked for in `from..until`, oldest first.
pub async fn between(tx: &mut OrgTx, from: OffsetDateTime, until: OffsetDateTime, limit: i64) -> Result<Vec<ApprovalRecord>> {
    let org = tx.org().as_uuid();
    let text =
        format!("{SELECT} where a.org_id = $1 and a.created_at >= $2 and a.created_at < $3 order by a.created_at, a.approval_id limit $4");
    let query = sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(from).bind(until).bind(limit);
    let rows: Vec<ApprovalRow> = tx.all(query).await?;
    rows.into_iter().map(read).collect()
}

/// How many were asked for since `since`.
pub async fn count_since(tx: &mut OrgTx, since: OffsetDateTime) -> Result<u64> {
    let org = tx.org().as_uuid();
    let n: i64 = sqlx::query_scalar("select count(*) from public.approvals where org_id = $1 and created_at >= $2")
        .bind(org)
        .bind(since)
        .fetch_one(tx.conn())
        .await?;
    Ok(n.unsigned_abs())
}

/// How many there are.
pub async fn count(tx: &mut OrgTx, statuses: &[ApprovalStatus], severities: &[Severity]) -> Result<u64> {
    let now = tx.now();
    let text = format!(
        "select count(*) from public.approvals a
         where (cardinality($2::text[]) = 0 or {STATE} = any($2)) and (cardinality($3::text[]) = 0 or a.severity = any($3))"
    );
    let n: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(text))
        .bind(now)
        .bind(words(statuses))
        .bind(severities.iter().map(|s| s.as_str()).collect::<Vec<_>>())
        .fetch_one(tx.conn())
        .await?;
    Ok(n.unsigned_abs())
}

fn words(statuses: &[ApprovalStatus]) -> Vec<&'static str> {
    statuses.iter().map(|s| s.as_str()).collect()
}

/// Waiting, waiting high, waiting critical, closed; and when the oldest waiting one was asked.
pub async fn counts(tx: &mut OrgTx) -> Result<(model::views::ApprovalCounts, Option<OffsetDateTime>)> {
    let now = tx.now();
    type Counts = (i64, i64, i64, i64, Option<OffsetDateTime>);
    let text = format!(
        "select count(*) filter (where {STATE} = 'pending'), count(*) filter (where {STATE} = 'pending' and a.severity = 'high'),
                count(*) filter (where {STATE} = 'pending' and a.severity = 'critical'), count(*) filter (where {STATE} <> 'pending'),
                min(a.created_at) filter (where {STATE} = 'pending')
         from public.approvals a"
    );
    let (pending, high, critical, closed, oldest): Counts =
        sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(now).fetch_one(tx.conn()).await?;
    let counts = model::views::ApprovalCounts {
        pending: pending.unsigned_abs(),
        high: high.unsigned_abs(),
        critical: critical.unsigned_abs(),
        closed: closed.unsigned_abs(),
        oldest_pending_seconds: oldest.map(|at| (now - at).whole_seconds()),
    };
    Ok((counts, oldest))
}

/// One held call.
pub async fn find(tx: &mut OrgTx, id: ApprovalId) -> Result<Option<ApprovalRecord>> {
    by_id(tx, id, "").await
}

/// One held call, locked: the row lock decides a race.
pub async fn lock(tx: &mut OrgTx, id: ApprovalId) -> Result<Option<ApprovalRecord>> {
    by_id(tx, id, " for update of a").await
}

async fn by_id(tx: &mut OrgTx, id: ApprovalId, lock: &str) -> Result<Option<ApprovalRecord>> {
    let text = format!("{SELECT} where a.org_id = $1 and a.approval_id = $2{lock}");
    let org = tx.org().as_uuid();
    let row: Option<ApprovalRow> = tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(id.as_uuid())).await?;
    row.map(read).transpose()
}

/// The waiting hold of exactly this call, if there is one.
pub async fn find_pending_call(tx: &mut OrgTx, key: KeyId, digest: &[u8; 32]) -> Result<Option<ApprovalRecord>> {
    let text = format!(
        "{SELECT} where a.org_id = $2 and a.key_id = $3 and a.call_digest = $4 and a.plane = 'decide' and {STATE} = 'pending'
         for update of a"
    );
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let row: Option<ApprovalRow> =
        tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(now).bind(org).bind(key.as_uuid()).bind(digest.as_slice())).await?;
    row.map(read).transpose()
}

/// Inserts a held call.
pub async fn add(tx: &mut OrgTx, new: &NewApproval) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let request = tx.scope().request().clone();
    tx.run(
        sqlx::query(
            "insert into public.approvals (org_id, approval_id, tenant_id, key_id, decision_id, plane, request_type, title, target,
               severity, status, call_masked, call_digest, call_sealed, policy_id, policy_name, reason, end_user, labels, notify_url,
               ip, trace_id, created_at, updated_at, approve_by, execute_seconds)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'pending', $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $22,
               $23, $24)",
        )
        .bind(org)
        .bind(new.id.as_uuid())
        .bind(new.tenant.as_uuid())
        .bind(new.key.as_uuid())
        .bind(new.decision.map(Id::as_uuid))
        .bind(new.plane.as_str())
        .bind(&new.request_type)
        .bind(&new.title)
        .bind(&new.target)
        .bind(new.severity.as_str())
        .bind(&new.call_masked)
        .bind(new.call_digest.as_slice())
        .bind(&new.call_sealed)
        .bind(&new.policy_id)
        .bind(&new.policy_name)
        .bind(&new.reason)
        .bind(&new.end_user)
        .bind(Json(&new.labels))
        .bind(&new.notify_url)
        .bind(request.ip)
        .bind(request.trace_id)
        .bind(now)
        .bind(new.approve_by)
        .bind(new.execute_seconds),
    )
    .await
    .and_then(expect_one)
}

/// Closes a held call that is still pending. The caller holds its lock.
pub async fn close(tx: &mut OrgTx, id: ApprovalId, outcome: &Outcome<'_>) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let decided_at = (outcome.status != ApprovalStatus::Expired).then_some(now);
    tx.run(
        sqlx::query(
            "update public.approvals set status = $3, updated_at = $4, decided_at = $5, decided_person = $6, decided_key = $7,
               decided_name = $8, decision_reason = $9, execute_by = $10
             where org_id = $1 and approval_id = $2 and status = 'pending'",
        )
        .bind(org)
        .bind(id.as_uuid())
        .bind(outcome.status.as_str())
        .bind(now)
        .bind(decided_at)
        .bind(outcome.person.map(Id::as_uuid))
        .bind(outcome.key.map(Id::as_uuid))
        .bind(outcome.name)
        .bind(outcome.reason)
        .bind(outcome.execute_by),
    )
    .await
    .and_then(expect_one)
}

/// Spends an approval; it must be approved and unspent. The caller holds its lock.
pub async fn spend(tx: &mut OrgTx, id: ApprovalId, decision: DecisionId) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(
        sqlx::query(
            "update public.approvals set spent_at = $3, spent_decision = $4, updated_at = $3
             where org_id = $1 and approval_id = $2 and status = 'approved' and spent_at is null",
        )
        .bind(org)
        .bind(id.as_uuid())
        .bind(now)
        .bind(decision.as_uuid()),
    )
    .await
    .and_then(expect_one)
}

/// Destroys the sealed calls of holds that were closed before `before`; upkeep, no deed.
pub async fn destroy_sealed_calls(tx: &mut OrgTx, before: OffsetDateTime) -> Result<u64> {
    let org = tx.org().as_uuid();
    tx.run(
        sqlx::query(
            "update public.approvals set call_sealed = null
             where org_id = $1 and status <> 'pending' and updated_at < $2 and call_sealed is not null",
        )
        .bind(org)
        .bind(before),
    )
    .await
}
