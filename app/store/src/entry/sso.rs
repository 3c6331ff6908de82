use model::{ConnectionId, EmailAddress, Id, OrgId, PersonId, Principal, SetUpLinkId, Tier};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{EntryTx, Error, OrgScope, RequestPool, Result};

/// A connection to an identity provider, before anybody of its organisation is known.
#[derive(Debug, Clone)]
pub struct ConnectionOwner {
    /// The organisation that it belongs to.
    pub org: OrgId,
    /// That organisation's short name.
    pub slug: String,
    /// What it has licensed.
    pub tier: Tier,
}

impl ConnectionOwner {
    /// The scope in which a sign-in by this connection is prepared and recorded; nobody acts in it but single sign-on.
    pub fn scope(&self) -> OrgScope {
        OrgScope::new(self.org, Principal::Job { name: "single sign-on".into() })
    }

    /// The scope in which a test is recorded that the guest of a link of this organisation began.
    pub fn scope_of_guest(&self, link: SetUpLinkId) -> OrgScope {
        OrgScope::new(self.org, Principal::Guest { link })
    }
}

/// Whose link by which somebody without an account sets up a connection.
#[derive(Debug, Clone)]
pub struct SetUpLinkOwner {
    /// The organisation.
    pub org: OrgId,
    /// Its short name.
    pub slug: String,
    /// Its full name.
    pub org_name: String,
    /// What it has licensed.
    pub tier: Tier,
}

impl SetUpLinkOwner {
    /// The scope of whoever holds the link; the caller has seen it.
    pub fn scope(&self, link: SetUpLinkId) -> OrgScope {
        OrgScope::new(self.org, Principal::Guest { link })
    }
}

/// Where an address signs in.
#[derive(Debug, Clone, FromRow)]
pub struct SsoRoute {
    org_id: Uuid,
    connection_id: Uuid,
    /// The organisation's name.
    pub org_name: String,
    /// The connection's name.
    pub connection_name: String,
    /// `saml` or `oidc`.
    pub protocol: String,
    /// `optional` or `required`.
    pub mode: String,
}

impl SsoRoute {
    /// The organisation.
    pub const fn org(&self) -> OrgId {
        Id::from_uuid(self.org_id)
    }

    /// The connection.
    pub const fn connection(&self) -> ConnectionId {
        Id::from_uuid(self.connection_id)
    }
}

/// A sign-in to begin; handles are stored as digests.
#[derive(Debug, Clone, Copy)]
pub struct NewSsoRequest<'a> {
    /// Digest of what the provider gives back.
    pub handle: &'a [u8; 32],
    /// Digest of what the browser's cookie says.
    pub browser: &'a [u8; 32],
    /// Whose connection.
    pub org: OrgId,
    /// Which.
    pub connection: ConnectionId,
    /// What the answer has to fit, sealed.
    pub expects: &'a [u8],
    /// Whether it is a test, which signs nobody in.
    pub is_test: bool,
    /// Now.
    pub now: OffsetDateTime,
    /// Until when an answer is taken.
    pub until: OffsetDateTime,
}

/// A sign-in that was begun, taken out.
#[derive(Debug, FromRow)]
pub struct TakenRequest {
    org_id: Uuid,
    connection_id: Uuid,
    /// What the answer has to fit, sealed.
    pub expects: Vec<u8>,
    /// Whether it is a test.
    pub is_test: bool,
}

impl TakenRequest {
    /// Whose connection it was.
    pub const fn org(&self) -> OrgId {
        Id::from_uuid(self.org_id)
    }

    /// Which.
    pub const fn connection(&self) -> ConnectionId {
        Id::from_uuid(self.connection_id)
    }
}

/// Whose connection this is.
pub async fn sso_connection(pool: &RequestPool, connection: ConnectionId) -> Result<Option<ConnectionOwner>> {
    let row: Option<(Uuid, String, String)> = sqlx::query_as("select org_id, slug, tier from entry.sso_connection($1)")
        .bind(connection.as_uuid())
        .fetch_optional(pool.raw())
        .await?;
    row.map(|(org, slug, tier)| {
        Ok(ConnectionOwner { org: Id::from_uuid(org), slug, tier: Tier::parse(&tier).ok_or(Error::Corrupt("tier"))? })
    })
    .transpose()
}

/// Whose link this is.
pub async fn sso_set_up_link(pool: &RequestPool, link: SetUpLinkId) -> Result<Option<SetUpLinkOwner>> {
    let row: Option<(Uuid, String, String, String)> =
        sqlx::query_as("select * from entry.sso_set_up_link($1)").bind(link.as_uuid()).fetch_optional(pool.raw()).await?;
    row.map(|(org, slug, org_name, tier)| {
        Ok(SetUpLinkOwner { org: Id::from_uuid(org), slug, org_name, tier: Tier::parse(&tier).ok_or(Error::Corrupt("tier"))? })
    })
    .transpose()
}

/// Where addresses of a domain sign in, when an organisation that proved it says so.
pub async fn sso_route(pool: &RequestPool, domain: &str) -> Result<Option<SsoRoute>> {
    Ok(sqlx::query_as("select * from entry.sso_route($1) limit 1").bind(domain).fetch_optional(pool.raw()).await?)
}

/// Takes the turn for a domain and says whether another organisation proved it.
pub async fn sso_domain_is_taken(tx: &mut EntryTx, domain: &str, org: OrgId) -> Result<bool> {
    Ok(sqlx::query_scalar("select entry.sso_domain_is_taken($1, $2)").bind(domain).bind(org.as_uuid()).fetch_one(tx.conn()).await?)
}

/// Remembers a sign-in that was begun.
pub async fn add_sso_request(pool: &RequestPool, new: NewSsoRequest<'_>) -> Result<()> {
    sqlx::query("select entry.sso_request_add($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(new.handle.as_slice())
        .bind(new.browser.as_slice())
        .bind(new.org.as_uuid())
        .bind(new.connection.as_uuid())
        .bind(new.expects)
        .bind(new.is_test)
        .bind(new.now)
        .bind(new.until)
        .execute(pool.raw())
        .await?;
    Ok(())
}

/// Takes a begun sign-in out: of any number of answers, one gets it.
pub async fn take_sso_request(
    pool: &RequestPool,
    handle: &[u8; 32],
    browser: &[u8; 32],
    connection: ConnectionId,
    now: OffsetDateTime,
) -> Result<Option<TakenRequest>> {
    Ok(sqlx::query_as("select * from entry.sso_request_take($1, $2, $3, $4)")
        .bind(handle.as_slice())
        .bind(browser.as_slice())
        .bind(connection.as_uuid())
        .bind(now)
        .fetch_optional(pool.raw())
        .await?)
}

/// Makes a person without a password; false when the address is known.
pub async fn add_sso_person(tx: &mut EntryTx, person: PersonId, email: &EmailAddress, name: &str, now: OffsetDateTime) -> Result<bool> {
    Ok(sqlx::query_scalar("select entry.sso_person_add($1, $2, $3, $4)")
        .bind(person.as_uuid())
        .bind(email.as_str())
        .bind(name)
        .bind(now)
        .fetch_one(tx.conn())
        .await?)
}
