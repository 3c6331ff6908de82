use std::collections::HashMap;

use model::{Id, PersonId};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{OrgScope, RequestPool, Result};

/// What an organisation may know about a member's account.
#[derive(Debug, Clone, Copy, Default)]
pub struct MemberFacts {
    /// Whether a second factor is set up.
    pub has_factor: bool,
    /// When they were last seen, to the minute.
    pub last_seen_at: Option<OffsetDateTime>,
    /// Live sessions.
    pub sessions: i64,
}

/// The accounts of the organisation's members.
pub async fn member_facts(pool: &RequestPool, scope: &OrgScope) -> Result<HashMap<PersonId, MemberFacts>> {
    type Row = (Uuid, bool, Option<OffsetDateTime>, i64);
    let rows: Vec<Row> = sqlx::query_as("select person_id, has_factor, last_seen_at, sessions from entry.member_facts($1)")
        .bind(scope.org().as_uuid())
        .fetch_all(pool.raw())
        .await?;
    let read = |(person, has_factor, last_seen_at, sessions)| (Id::from_uuid(person), MemberFacts { has_factor, last_seen_at, sessions });
    Ok(rows.into_iter().map(read).collect())
}
