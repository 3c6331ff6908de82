//! Evidence on its way out: the request, its progress, the finished file in parts.

use model::{ExportId, Id, OrgId, PersonId, views::ExportStatus};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Housekeeping, OrgTx, Result,
    row::{expect_one, org_rows},
};

/// An export as it is stored.
#[derive(Debug, Clone, FromRow)]
pub struct ExportRow {
    org_id: Uuid,
    export_id: Uuid,
    /// Who asked.
    pub requested_name: String,
    /// When.
    pub requested_at: OffsetDateTime,
    /// Start of the range.
    pub range_from: Option<OffsetDateTime>,
    /// End of the range.
    pub range_until: Option<OffsetDateTime>,
    status: String,
    /// Records to write.
    pub records_total: i64,
    /// Records written.
    pub records_done: i64,
    /// Size of the finished file.
    pub size_bytes: i64,
    /// SHA-256 of the finished file.
    pub digest: Option<Vec<u8>>,
    /// What went wrong.
    pub problem: Option<String>,
}

#[derive(FromRow)]
struct ChunkRow {
    org_id: Uuid,
    bytes: Vec<u8>,
}

org_rows!(ExportRow, ChunkRow);

impl ExportRow {
    /// Which.
    pub const fn export(&self) -> ExportId {
        Id::from_uuid(self.export_id)
    }

    /// Whose.
    pub const fn owner(&self) -> OrgId {
        Id::from_uuid(self.org_id)
    }

    /// How far it is.
    pub fn status(&self) -> ExportStatus {
        match self.status.as_str() {
            "queued" => ExportStatus::Queued,
            "running" => ExportStatus::Running,
            "ready" => ExportStatus::Ready,
            _ => ExportStatus::Failed,
        }
    }
}

const SELECT: &str = "select org_id, export_id, requested_name, requested_at, range_from, range_until, status, records_total, records_done,
    size_bytes, digest, problem from public.evidence_exports";

/// The newest hundred.
pub async fn list(tx: &mut OrgTx) -> Result<Vec<ExportRow>> {
    let text = format!("{SELECT} order by requested_at desc, export_id limit 100");
    tx.all(sqlx::query_as(sqlx::AssertSqlSafe(text))).await
}

/// One export.
pub async fn find(tx: &mut OrgTx, export: ExportId) -> Result<Option<ExportRow>> {
    let text = format!("{SELECT} where org_id = $1 and export_id = $2");
    let org = tx.org().as_uuid();
    tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(export.as_uuid())).await
}

/// How many were asked for since `since`.
pub async fn count_since(tx: &mut OrgTx, since: OffsetDateTime) -> Result<i64> {
    let org = tx.org().as_uuid();
    Ok(sqlx::query_scalar("select count(*) from public.evidence_exports where org_id = $1 and requested_at >= $2")
        .bind(org)
        .bind(since)
        .fetch_one(tx.conn())
        .await?)
}

/// Queues an export. Whoever acts in this transaction asked for it, when it is a person.
pub async fn add(tx: &mut OrgTx, export: ExportId, by: &str, from: Option<OffsetDateTime>, until: Option<OffsetDateTime>) -> Result<()> {
    let (org, now, person) = (tx.org().as_uuid(), tx.now(), tx.scope().principal().person());
    tx.run(
        sqlx::query(
            "insert into public.evidence_exports (org_id, export_id, requested_name, requested_at, range_from, range_until, status,
               requested_by)
             values ($1, $2, $3, $4, $5, $6, 'queued', $7)",
        )
        .bind(org)
        .bind(export.as_uuid())
        .bind(by)
        .bind(now)
        .bind(from)
        .bind(until)
        .bind(person.map(Id::as_uuid)),
    )
    .await
    .and_then(expect_one)
}

/// Gives up what a person asked for and nobody has got yet; says which exports.
pub async fn give_up_of(tx: &mut OrgTx, person: PersonId, problem: &str) -> Result<Vec<ExportId>> {
    let org = tx.org().as_uuid();
    let text = format!("{SELECT} where org_id = $1 and requested_by = $2 and status in ('queued', 'running') for update");
    let pending: Vec<ExportRow> = tx.all(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(person.as_uuid())).await?;
    let pending: Vec<ExportId> = pending.iter().map(ExportRow::export).collect();
    let ids: Vec<Uuid> = pending.iter().map(|export| export.as_uuid()).collect();
    let query = sqlx::query("update public.evidence_exports set status = 'failed', problem = $3 where org_id = $1 and export_id = any($2)");
    tx.run(query.bind(org).bind(ids).bind(problem)).await?;
    Ok(pending)
}

/// Claims an export for this worker until `until`; false when another has it or it is done.
pub async fn claim(tx: &mut OrgTx, export: ExportId, until: OffsetDateTime) -> Result<bool> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let rows = tx
        .keep_up(
            Housekeeping::ExportProgress,
            sqlx::query(
                "update public.evidence_exports set status = 'running', claimed_until = $3
                 where org_id = $1 and export_id = $2 and status in ('queued', 'running')
                   and (claimed_until is null or claimed_until < $4)",
            )
            .bind(org)
            .bind(export.as_uuid())
            .bind(until)
            .bind(now),
        )
        .await?;
    if rows == 1 {
        tx.keep_up(
            Housekeeping::ExportProgress,
            sqlx::query("delete from public.evidence_chunks where org_id = $1 and export_id = $2").bind(org).bind(export.as_uuid()),
        )
        .await?;
    }
    Ok(rows == 1)
}

/// Notes progress and renews the claim.
pub async fn progress(tx: &mut OrgTx, export: ExportId, done: i64, total: i64, until: OffsetDateTime) -> Result<()> {
    let org = tx.org().as_uuid();
    tx.keep_up(
        Housekeeping::ExportProgress,
        sqlx::query(
            "update public.evidence_exports set records_done = $3, records_total = $4, claimed_until = $5
             where org_id = $1 and export_id = $2",
        )
        .bind(org)
        .bind(export.as_uuid())
        .bind(done)
        .bind(total)
        .bind(until),
    )
    .await
    .and_then(expect_one)
}

/// Adds one part of the file.
pub async fn add_chunk(tx: &mut OrgTx, export: ExportId, part: i32, bytes: &[u8]) -> Result<()> {
    let org = tx.org().as_uuid();
    tx.keep_up(
        Housekeeping::ExportProgress,
        sqlx::query("insert into public.evidence_chunks (org_id, export_id, part, bytes) values ($1, $2, $3, $4)")
            .bind(org)
            .bind(export.as_uuid())
            .bind(part)
            .bind(bytes),
    )
    .await
    .and_then(expect_one)
}

/// One part of the file, from 0.
pub async fn chunk(tx: &mut OrgTx, export: ExportId, part: i32) -> Result<Option<Vec<u8>>> {
    let org = tx.org().as_uuid();
    let row: Option<ChunkRow> = tx
        .maybe(
            sqlx::query_as("select org_id, bytes from public.evidence_chunks where org_id = $1 and export_id = $2 and part = $3")
                .bind(org)
                .bind(export.as_uuid())
                .bind(part),
        )
        .await?;
    Ok(row.map(|row| row.bytes))
}

/// Closes an export as ready.
pub async fn finish(tx: &mut OrgTx, export: ExportId, records: i64, size_bytes: i64, digest: &[u8; 32]) -> Result<()> {
    let org = tx.org().as_uuid();
    tx.keep_up(
        Housekeeping::ExportProgress,
        sqlx::query(
            "update public.evidence_exports set status = 'ready', records_done = $3, records_total = $3, size_bytes = $4, digest = $5,
               claimed_until = null where org_id = $1 and export_id = $2",
        )
        .bind(org)
        .bind(export.as_uuid())
        .bind(records)
        .bind(size_bytes)
        .bind(digest.as_slice()),
    )
    .await
    .and_then(expect_one)
}

/// Closes a running export as failed, saying why; the parts that were written are of no use to anyone.
pub async fn fail(tx: &mut OrgTx, export: ExportId, problem: &str) -> Result<()> {
    let org = tx.org().as_uuid();
    tx.run(sqlx::query("delete from public.evidence_chunks where org_id = $1 and export_id = $2").bind(org).bind(export.as_uuid())).await?;
    tx.run(
        sqlx::query(
            "update public.evidence_exports set status = 'failed', problem = $3, claimed_until = null
             where org_id = $1 and export_id = $2 and status = 'running'",
        )
        .bind(org)
        .bind(export.as_uuid())
        .bind(problem),
    )
    .await
    .and_then(expect_one)
}
