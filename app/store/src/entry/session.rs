use model::{Id, PersonId, SessionId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{EntryTx, RequestPool, Result};

/// A session with an identity provider, as digests.
#[derive(Debug, Clone, Copy)]
pub struct SessionOrigin<'a> {
    /// Of whom: a connection and what it calls the person.
    pub subject: &'a str,
    /// Of what the provider calls the session, when it said so.
    pub index: Option<&'a str>,
}

/// A session as it is stored: the cookie's value only as a digest.
pub struct NewSession<'a> {
    /// SHA-256 of the cookie's value.
    pub digest: &'a [u8; 32],
    /// Its public name.
    pub session: SessionId,
    /// Who, once signed in.
    pub person: Option<PersonId>,
    /// What it remembers.
    pub contents: &'a str,
    /// Where it was opened from.
    pub ip: Option<&'a str>,
    /// By which browser.
    pub user_agent: Option<&'a str>,
    /// By which session with an identity provider it came.
    pub origin: Option<SessionOrigin<'a>>,
    /// Now.
    pub now: OffsetDateTime,
    /// When it ends at the latest.
    pub ends_at: OffsetDateTime,
}

/// A live session.
#[derive(Debug, Clone, FromRow)]
pub struct StoredSession {
    session_id: Uuid,
    person_id: Option<Uuid>,
    /// What it remembers.
    pub contents: String,
    /// When it ends at the latest.
    pub ends_at: OffsetDateTime,
}

impl StoredSession {
    /// Its public name.
    pub const fn session(&self) -> SessionId {
        Id::from_uuid(self.session_id)
    }

    /// Who, once signed in.
    pub fn person(&self) -> Option<PersonId> {
        self.person_id.map(Id::from_uuid)
    }
}

/// One line of a person's session list.
#[derive(Debug, Clone, FromRow)]
pub struct SessionRow {
    session_id: Uuid,
    /// Where it was opened from.
    pub ip: Option<String>,
    /// By which browser.
    pub user_agent: Option<String>,
    /// When it was opened.
    pub created_at: OffsetDateTime,
    /// When it was last used, to the minute.
    pub last_seen_at: OffsetDateTime,
    /// When it ends at the latest.
    pub ends_at: OffsetDateTime,
}

impl SessionRow {
    /// Its public name.
    pub const fn session(&self) -> SessionId {
        Id::from_uuid(self.session_id)
    }
}

/// Stores a new session; false when the digest is in use.
pub async fn create_session(pool: &RequestPool, new: NewSession<'_>) -> Result<bool> {
    Ok(sqlx::query_scalar("select entry.session_create($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
        .bind(new.digest.as_slice())
        .bind(new.session.as_uuid())
        .bind(new.person.map(Id::as_uuid))
        .bind(new.contents)
        .bind(new.ip)
        .bind(new.user_agent)
        .bind(new.now)
        .bind(new.ends_at)
        .bind(new.origin.map(|origin| origin.subject))
        .bind(new.origin.and_then(|origin| origin.index))
        .fetch_one(pool.raw())
        .await?)
}

/// Loads a session that is neither idle too long nor past its end.
pub async fn load_session(pool: &RequestPool, digest: &[u8; 32], now: OffsetDateTime, idle_seconds: i32) -> Result<Option<StoredSession>> {
    Ok(sqlx::query_as("select * from entry.session_load($1, $2, $3)")
        .bind(digest.as_slice())
        .bind(now)
        .bind(idle_seconds)
        .fetch_optional(pool.raw())
        .await?)
}

/// Keeps what a session remembers; false when it was ended meanwhile.
pub async fn save_session(
    pool: &RequestPool,
    digest: &[u8; 32],
    person: Option<PersonId>,
    contents: &str,
    origin: Option<SessionOrigin<'_>>,
) -> Result<bool> {
    Ok(sqlx::query_scalar("select entry.session_save($1, $2, $3, $4, $5)")
        .bind(digest.as_slice())
        .bind(person.map(Id::as_uuid))
        .bind(contents)
        .bind(origin.map(|origin| origin.subject))
        .bind(origin.and_then(|origin| origin.index))
        .fetch_one(pool.raw())
        .await?)
}

/// Ends a session by its cookie.
pub async fn delete_session(pool: &RequestPool, digest: &[u8; 32]) -> Result<bool> {
    Ok(sqlx::query_scalar("select entry.session_delete($1)").bind(digest.as_slice()).fetch_one(pool.raw()).await?)
}

/// A person's live sessions, newest first.
pub async fn sessions_of(pool: &RequestPool, person: PersonId, now: OffsetDateTime, idle_seconds: i32) -> Result<Vec<SessionRow>> {
    Ok(sqlx::query_as("select * from entry.sessions_of($1, $2, $3)")
        .bind(person.as_uuid())
        .bind(now)
        .bind(idle_seconds)
        .fetch_all(pool.raw())
        .await?)
}

/// Ends one session of a person (`only`), or all but one (`keep`); says how many ended.
pub async fn end_sessions(tx: &mut EntryTx, person: PersonId, only: Option<SessionId>, keep: Option<SessionId>) -> Result<i32> {
    Ok(sqlx::query_scalar("select entry.session_end($1, $2, $3)")
        .bind(person.as_uuid())
        .bind(only.map(Id::as_uuid))
        .bind(keep.map(Id::as_uuid))
        .fetch_one(tx.conn())
        .await?)
}
