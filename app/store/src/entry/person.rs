use model::{Id, OrgId, PermissionSet, PersonId, Principal, SessionId, Tier};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Error, OrgScope, RequestPool, Result};

/// What is stored about a person, as sign-in needs it.
#[derive(Clone, FromRow)]
pub struct PersonRow {
    person_id: Uuid,
    /// The address that the person signs in with.
    pub email: String,
    /// The person's name.
    pub display_name: String,
    /// PHC string of the password, when one is set.
    pub password_hash: Option<String>,
    /// The authenticator's seed, sealed by the vault.
    pub totp_sealed: Option<Vec<u8>>,
    /// When the authenticator was proved.
    pub totp_confirmed_at: Option<OffsetDateTime>,
    /// The newest time step that was spent.
    pub totp_last_step: Option<i64>,
    /// When the person was disabled.
    pub disabled_at: Option<OffsetDateTime>,
    /// Unspent recovery codes.
    pub recovery_left: i64,
}

impl PersonRow {
    /// The person.
    pub const fn person(&self) -> PersonId {
        Id::from_uuid(self.person_id)
    }
}

impl std::fmt::Debug for PersonRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PersonRow").field("person_id", &self.person_id).finish_non_exhaustive()
    }
}

/// A person's place in one organisation.
#[derive(Debug, Clone)]
pub struct Membership {
    /// The organisation.
    pub org: OrgId,
    /// Its short name.
    pub slug: String,
    /// Its full name.
    pub name: String,
    /// What it has licensed.
    pub tier: Tier,
    /// The names of the person's roles.
    pub roles: Vec<String>,
    /// What those roles allow together.
    pub permissions: PermissionSet,
    person: PersonId,
}

impl Membership {
    /// The scope of a request on a session of this member.
    pub fn scope(&self, session: SessionId) -> OrgScope {
        OrgScope::new(self.org, Principal::Member { person: self.person, session })
    }
}

/// Finds a person by the address that they sign in with.
pub async fn find_person_by_email(pool: &RequestPool, email: &str) -> Result<Option<PersonRow>> {
    let found: Option<Uuid> =
        sqlx::query_scalar("select person_id from entry.find_person($1)").bind(email).fetch_optional(pool.raw()).await?;
    match found {
        Some(person) => find_person(pool, Id::from_uuid(person)).await,
        None => Ok(None),
    }
}

/// Finds a person by id.
pub async fn find_person(pool: &RequestPool, person: PersonId) -> Result<Option<PersonRow>> {
    Ok(sqlx::query_as("select * from entry.person($1)").bind(person.as_uuid()).fetch_optional(pool.raw()).await?)
}

/// The organisations that a person may enter, by name.
pub async fn memberships(pool: &RequestPool, person: PersonId) -> Result<Vec<Membership>> {
    type Row = (Uuid, String, String, String, Vec<String>, Vec<String>);
    let rows: Vec<Row> = sqlx::query_as("select org_id, slug, name, tier, roles, permissions from entry.memberships($1, $2)")
        .bind(person.as_uuid())
        .bind(pool.clock().now())
        .fetch_all(pool.raw())
        .await?;
    rows.into_iter()
        .map(|(org, slug, name, tier, roles, permissions)| {
            Ok(Membership {
                org: Id::from_uuid(org),
                slug,
                name,
                tier: Tier::parse(&tier).ok_or(Error::Corrupt("tier"))?,
                roles,
                permissions: PermissionSet::parse(permissions).map_err(|_| Error::Corrupt("role permissions"))?,
                person,
            })
        })
        .collect()
}
