use model::{Id, IpRange, OrgId, PermissionSet, PersonId, Principal, SessionId, Tier, views::FactorWays};
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
    /// How many passkeys there are.
    pub passkeys: i64,
}

impl PersonRow {
    /// The person.
    pub const fn person(&self) -> PersonId {
        Id::from_uuid(self.person_id)
    }

    /// By what the person can prove that it is them, besides the password.
    pub const fn factors(&self) -> FactorWays {
        FactorWays { authenticator: self.totp_confirmed_at.is_some(), passkey: self.passkeys > 0 }
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
    /// Whether everybody there needs a second factor.
    pub second_factor_for_all: bool,
    /// From where people may come; from everywhere when empty.
    pub networks: Vec<IpRange>,
    person: PersonId,
}

impl Membership {
    /// The scope of a request on a session of this member.
    pub fn scope(&self, session: SessionId) -> OrgScope {
        OrgScope::new(self.org, Principal::Member { person: self.person, session })
    }
}

/// Finds a person by the address that they sign in with. Nobody is looked for as long as somebody: both ask twice.
pub async fn find_person_by_email(pool: &RequestPool, email: &str) -> Result<Option<PersonRow>> {
    let found: Option<Uuid> =
        sqlx::query_scalar("select person_id from entry.find_person($1)").bind(email).fetch_optional(pool.raw()).await?;
    find_person(pool, Id::from_uuid(found.unwrap_or_default())).await
}

/// Finds a person by id.
pub async fn find_person(pool: &RequestPool, person: PersonId) -> Result<Option<PersonRow>> {
    Ok(sqlx::query_as("select * from entry.person($1)").bind(person.as_uuid()).fetch_optional(pool.raw()).await?)
}

/// The organisations that a person may enter, by name.
pub async fn memberships(pool: &RequestPool, person: PersonId) -> Result<Vec<Membership>> {
    type Row = (Uuid, String, String, String, Vec<String>, Vec<String>, bool, Vec<String>);
    let rows: Vec<Row> = sqlx::query_as("select * from entry.memberships($1, $2)")
        .bind(person.as_uuid())
        .bind(pool.clock().now())
        .fetch_all(pool.raw())
        .await?;
    rows.into_iter()
        .map(|(org, slug, name, tier, roles, permissions, second_factor_for_all, networks)| {
            Ok(Membership {
                org: Id::from_uuid(org),
                slug,
                name,
                tier: Tier::parse(&tier).ok_or(Error::Corrupt("tier"))?,
                roles,
                permissions: PermissionSet::parse(permissions).map_err(|_| Error::Corrupt("role permissions"))?,
                second_factor_for_all,
                networks: networks_of(&networks)?,
                person,
            })
        })
        .collect()
}

/// A range that cannot be read must not open what it was to close.
pub(crate) fn networks_of(texts: &[String]) -> Result<Vec<IpRange>> {
    texts.iter().map(|text| text.parse().map_err(|_| Error::Corrupt("allowed networks"))).collect()
}
