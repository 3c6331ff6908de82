//! The SDK's way into the portal: the organisation's password as a digest, and the sessions that it opened.

use model::{Id, KeyId, SessionId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Error, OrgTx, Result,
    row::{expect_one, org_rows},
};

/// The password in force.
#[derive(Debug, Clone)]
pub struct SdkPasswordRecord {
    /// SHA-256 of it.
    pub digest: [u8; 32],
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: OffsetDateTime,
}

/// A session that the password opened.
#[derive(Debug, Clone)]
pub struct SdkSessionRecord {
    /// Its public name.
    pub session: SessionId,
    /// When it ends.
    pub ends_at: OffsetDateTime,
}

#[derive(FromRow)]
struct PasswordRow {
    org_id: Uuid,
    digest: Vec<u8>,
    made_by: String,
    made_at: OffsetDateTime,
}

#[derive(FromRow)]
struct SessionRow {
    org_id: Uuid,
    session_id: Uuid,
    ends_at: OffsetDateTime,
}

org_rows!(PasswordRow, SessionRow);

/// The password in force, if there is one.
pub async fn password(tx: &mut OrgTx) -> Result<Option<SdkPasswordRecord>> {
    let org = tx.org().as_uuid();
    let select = "select org_id, digest, made_by, made_at from public.sdk_passwords where org_id = $1";
    let row: Option<PasswordRow> = tx.maybe(sqlx::query_as(select).bind(org)).await?;
    row.map(|row| {
        let digest = row.digest.try_into().map_err(|_| Error::Corrupt("sdk password digest"))?;
        Ok(SdkPasswordRecord { digest, made_by: row.made_by, made_at: row.made_at })
    })
    .transpose()
}

/// Puts a password in force; the caller has removed the one before.
pub async fn set_password(tx: &mut OrgTx, digest: &[u8; 32], made_by: &str) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let insert = "insert into public.sdk_passwords (org_id, digest, made_by, made_at) values ($1, $2, $3, $4)";
    tx.run(sqlx::query(insert).bind(org).bind(digest.as_slice()).bind(made_by).bind(now)).await.and_then(expect_one)
}

/// Removes the password and every session that it opened; false when there was none.
pub async fn remove_password(tx: &mut OrgTx) -> Result<bool> {
    let org = tx.org().as_uuid();
    tx.run(sqlx::query("delete from public.sdk_sessions where org_id = $1").bind(org)).await?;
    Ok(tx.run(sqlx::query("delete from public.sdk_passwords where org_id = $1").bind(org)).await? > 0)
}

/// Adds a session; those that have ended go.
pub async fn add_session(tx: &mut OrgTx, session: SessionId, key: KeyId, digest: &[u8; 32], ends_at: OffsetDateTime) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(sqlx::query("delete from public.sdk_sessions where org_id = $1 and ends_at <= $2").bind(org).bind(now)).await?;
    let insert = "insert into public.sdk_sessions (org_id, session_id, key_id, digest, ends_at) values ($1, $2, $3, $4, $5)";
    let query = sqlx::query(insert).bind(org).bind(session.as_uuid()).bind(key.as_uuid()).bind(digest.as_slice()).bind(ends_at);
    tx.run(query).await.and_then(expect_one)
}

/// The live session of this digest that came with this key.
pub async fn session(tx: &mut OrgTx, key: KeyId, digest: &[u8; 32]) -> Result<Option<SdkSessionRecord>> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let select = "select org_id, session_id, ends_at from public.sdk_sessions
       where org_id = $1 and key_id = $2 and digest = $3 and ends_at > $4";
    let row: Option<SessionRow> = tx.maybe(sqlx::query_as(select).bind(org).bind(key.as_uuid()).bind(digest.as_slice()).bind(now)).await?;
    Ok(row.map(|row| SdkSessionRecord { session: Id::from_uuid(row.session_id), ends_at: row.ends_at }))
}

/// Ends a session.
pub async fn end_session(tx: &mut OrgTx, session: SessionId) -> Result<()> {
    let org = tx.org().as_uuid();
    let delete = "delete from public.sdk_sessions where org_id = $1 and session_id = $2";
    tx.run(sqlx::query(delete).bind(org).bind(session.as_uuid())).await.and_then(expect_one)
}
