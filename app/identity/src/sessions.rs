//! Sessions of browsers, kept in the database: the cookie's value is stored only as a digest, so whoever reads the table
//! cannot sign in with it.
//!
//! Two ends hold, whichever comes first: idle for [`IDLE_SECONDS`], and [`LONGEST_SECONDS`] after sign-in. A session that
//! is not signed in yet lives for [`SIGN_IN_SECONDS`] only. What the cookie says about its own age does not count.

use std::fmt;

use async_trait::async_trait;
use model::{Clock, Id, PersonId, SessionId};
use serde_json::Value;
use sha2::{Digest, Sha256};
use store::{
    RequestPool,
    entry::{self, NewSession, SessionOrigin},
};
use time::{Duration, OffsetDateTime};
use tower_sessions::{
    SessionStore,
    session::{Id as CookieId, Record},
    session_store::{Error, Result},
};
use uuid::Uuid;

/// A session that nobody used for so long is over: 12 hours.
pub const IDLE_SECONDS: i32 = 12 * 60 * 60;
/// A session is over at the latest after so long, however busy: 30 days.
pub const LONGEST_SECONDS: i64 = 30 * 24 * 60 * 60;
/// How long a browser may take to sign in.
pub const SIGN_IN_SECONDS: i64 = 60 * 60;

/// Remembers who is signed in.
pub const PERSON: &str = "person";
/// Remembers the session's public name; made here when it is missing.
pub const SESSION: &str = "session";
/// Remembers when the session ends at the latest, in Unix seconds; made here when it is missing. It outlives a change of
/// the cookie's value, so that such a change does not make the session longer.
pub const ENDS_AT: &str = "ends_at";
/// Remembers from where the session was opened.
pub const IP: &str = "ip";
/// Remembers by which browser the session was opened.
pub const USER_AGENT: &str = "user_agent";

/// Remembers by which session with an identity provider the browser came: an object whose `subject` and `index` are digests, by
/// which the provider's own word ends it.
pub const ORIGIN: &str = "origin";

/// Keeps sessions in PostgreSQL, through entry functions.
#[derive(Clone)]
pub struct PgSessionStore {
    pool: RequestPool,
    clock: Clock,
}

impl PgSessionStore {
    /// A store on the request pool, with its clock.
    pub fn new(pool: RequestPool) -> Self {
        let clock = pool.clock().clone();
        Self { pool, clock }
    }

    async fn insert(&self, record: &Record, session: SessionId, now: OffsetDateTime, ends_at: OffsetDateTime) -> Result<bool> {
        let new = NewSession {
            digest: &digest(record.id),
            session,
            person: id_in(record, PERSON)?,
            contents: &contents(record)?,
            ip: text_in(record, IP),
            user_agent: text_in(record, USER_AGENT),
            origin: origin(record),
            now,
            ends_at,
        };
        entry::create_session(&self.pool, new).await.map_err(backend)
    }
}

#[async_trait]
impl SessionStore for PgSessionStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let now = self.clock.now();
        let person: Option<PersonId> = id_in(record, PERSON)?;
        let ends_at = last_end(record.data.get(ENDS_AT).and_then(Value::as_i64), person, now);
        let session = id_in(record, SESSION)?.unwrap_or_else(|| Id::from_uuid(Uuid::new_v4()));
        record.data.insert(ENDS_AT.to_owned(), ends_at.unix_timestamp().into());
        record.data.insert(SESSION.to_owned(), session.to_string().into());
        record.expiry_date = ends_at;
        while !self.insert(record, session, now, ends_at).await? {
            record.id = CookieId::default();
        }
        Ok(())
    }

    /// A session that was ended meanwhile stays ended: what a slower request wanted to keep in it is gone with it.
    async fn save(&self, record: &Record) -> Result<()> {
        let kept = entry::save_session(&self.pool, &digest(record.id), id_in(record, PERSON)?, &contents(record)?, origin(record)).await;
        if !kept.map_err(backend)? {
            tracing::debug!("a session ended while a request was using it");
        }
        Ok(())
    }

    async fn load(&self, id: &CookieId) -> Result<Option<Record>> {
        let found = entry::load_session(&self.pool, &digest(*id), self.clock.now(), IDLE_SECONDS).await.map_err(backend)?;
        found
            .map(|session| {
                let data = serde_json::from_str(&session.contents).map_err(|error| Error::Decode(error.to_string()))?;
                Ok(Record { id: *id, data, expiry_date: session.ends_at })
            })
            .transpose()
    }

    async fn delete(&self, id: &CookieId) -> Result<()> {
        entry::delete_session(&self.pool, &digest(*id)).await.map_err(backend).map(|_ended| ())
    }
}

impl fmt::Debug for PgSessionStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PgSessionStore")
    }
}

/// The value is 128 random bits, so a plain SHA-256 cannot be turned back by trying.
fn digest(id: CookieId) -> [u8; 32] {
    Sha256::digest(id.0.to_be_bytes()).into()
}

/// The end that a session already has, but never later than a new session of its kind would have.
fn last_end(kept: Option<i64>, person: Option<PersonId>, now: OffsetDateTime) -> OffsetDateTime {
    let longest = now + Duration::seconds(if person.is_some() { LONGEST_SECONDS } else { SIGN_IN_SECONDS });
    let kept = kept.and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok());
    kept.map_or(longest, |kept| kept.min(longest))
}

fn contents(record: &Record) -> Result<String> {
    serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))
}

fn text_in<'r>(record: &'r Record, key: &str) -> Option<&'r str> {
    record.data.get(key).and_then(Value::as_str)
}

fn origin(record: &Record) -> Option<SessionOrigin<'_>> {
    let kept = record.data.get(ORIGIN)?;
    let text = |name| kept.get(name).and_then(Value::as_str);
    Some(SessionOrigin { subject: text("subject")?, index: text("index") })
}

fn id_in<K>(record: &Record, key: &str) -> Result<Option<Id<K>>> {
    let not_an_id = |_| Error::Encode(format!("{key} is not an id"));
    text_in(record, key).map(|text| text.parse().map_err(not_an_id)).transpose()
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` takes")]
fn backend(error: store::Error) -> Error {
    Error::Backend(error.to_string())
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-11-21 12:00 UTC);

    fn person() -> Option<PersonId> {
        Some(Id::from_uuid(Uuid::from_u128(1)))
    }

    fn record(key: &str, value: &str) -> Record {
        Record { id: CookieId(1), data: [(key.to_owned(), value.into())].into(), expiry_date: NOW }
    }

    #[test]
    fn a_signed_in_session_lasts_thirty_days_at_most() {
        assert_eq!(last_end(None, person(), NOW), datetime!(2026-12-21 12:00 UTC));
        assert_eq!(last_end(Some(i64::MAX), person(), NOW), datetime!(2026-12-21 12:00 UTC), "unreadable");
        let beyond = datetime!(2027-12-21 12:00 UTC).unix_timestamp();
        assert_eq!(last_end(Some(beyond), person(), NOW), datetime!(2026-12-21 12:00 UTC));
    }

    #[test]
    fn a_new_cookie_value_does_not_make_a_session_longer() {
        let kept = datetime!(2026-11-25 08:00 UTC);

        assert_eq!(last_end(Some(kept.unix_timestamp()), person(), NOW), kept);
    }

    #[test]
    fn signing_in_may_take_an_hour() {
        assert_eq!(last_end(None, None, NOW), datetime!(2026-11-21 13:00 UTC));
    }

    #[test]
    fn the_cookie_value_cannot_be_read_from_what_is_stored() {
        let id = CookieId(-2);

        assert_eq!(digest(id), digest(id));
        assert_ne!(digest(id), digest(CookieId(2)));
        assert!(!digest(id).windows(16).any(|part| part == id.0.to_be_bytes() || part == id.0.to_le_bytes()));
    }

    #[test]
    fn a_broken_id_is_refused_rather_than_forgotten() {
        assert!(id_in::<model::Person>(&record(PERSON, "nobody"), PERSON).is_err());
        assert_eq!(id_in::<model::Person>(&record(IP, "127.0.0.1"), PERSON).unwrap(), None);
    }
}
