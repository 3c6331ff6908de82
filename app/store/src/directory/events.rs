//! Every call of a directory, for whoever sets provisioning up.

use model::{DirectoryTokenId, Id};
use sqlx::FromRow;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{
    Housekeeping, OrgTx, Result,
    row::{expect_one, org_rows},
};

/// How long events are kept.
const KEPT: Duration = Duration::days(30);

/// A call and its answer.
#[derive(Debug, Clone, FromRow)]
pub struct EventRow {
    org_id: Uuid,
    token_id: Uuid,
    /// When.
    pub at: OffsetDateTime,
    /// The HTTP method.
    pub method: String,
    /// The path and query.
    pub path: String,
    /// The HTTP status of the answer.
    pub status: i32,
    /// The body that was sent, without passwords.
    pub request: String,
    /// What came of it, or why it was refused.
    pub detail: String,
    /// How long it took.
    pub took_micros: i64,
}

org_rows!(EventRow);

impl EventRow {
    /// By which token.
    pub fn token(&self) -> DirectoryTokenId {
        Id::from_uuid(self.token_id)
    }
}

/// A call to note.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// By which token.
    pub token: DirectoryTokenId,
    /// The HTTP method.
    pub method: String,
    /// The path and query.
    pub path: String,
    /// The HTTP status of the answer.
    pub status: i32,
    /// The body that was sent, without passwords.
    pub request: String,
    /// What came of it, or why it was refused.
    pub detail: String,
    /// How long it took.
    pub took_micros: i64,
}

/// Forgets calls of long ago.
pub async fn forget_old(tx: &mut OrgTx) -> Result<u64> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let old = sqlx::query("delete from public.directory_events where org_id = $1 and at < $2").bind(org).bind(now - KEPT);
    tx.keep_up(Housekeeping::DirectoryCallNoted, old).await
}

/// Notes a call.
pub async fn add(tx: &mut OrgTx, new: &NewEvent) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let what = Housekeeping::DirectoryCallNoted;
    let query = sqlx::query(
        "insert into public.directory_events (org_id, event_id, token_id, at, method, path, status, request, detail, took_micros)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    );
    let query = query.bind(org).bind(Uuid::now_v7()).bind(new.token.as_uuid()).bind(now).bind(&new.method).bind(&new.path);
    tx.keep_up(what, query.bind(new.status).bind(&new.request).bind(&new.detail).bind(new.took_micros)).await.and_then(expect_one)
}

/// The newest calls first.
pub async fn list(tx: &mut OrgTx, limit: i64) -> Result<Vec<EventRow>> {
    let text = "select org_id, token_id, at, method, path, status, request, detail, took_micros from public.directory_events
                order by at desc, event_id desc limit $1";
    tx.all(sqlx::query_as(text).bind(limit)).await
}
