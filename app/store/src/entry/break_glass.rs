use model::{Id, OrgId, PersonId};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{RequestPool, Result};

/// An owner whom neither a directory nor a provider can lock out.
#[derive(Debug, Clone, Copy)]
pub struct BreakGlassOwner {
    /// Who.
    pub person: PersonId,
    /// Whether they could sign in: password and authenticator, or a passkey, set up or used since the time that was asked for.
    pub is_proven: bool,
}

/// The organisation's break-glass owners.
pub async fn break_glass_owners(pool: &RequestPool, org: OrgId, since: OffsetDateTime) -> Result<Vec<BreakGlassOwner>> {
    let rows: Vec<(Uuid, bool)> = sqlx::query_as("select person_id, is_proven from entry.break_glass_owners($1, $2)")
        .bind(org.as_uuid())
        .bind(since)
        .fetch_all(pool.raw())
        .await?;
    Ok(rows.into_iter().map(|(person, is_proven)| BreakGlassOwner { person: Id::from_uuid(person), is_proven }).collect())
}
