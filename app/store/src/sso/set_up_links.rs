//! Links by which somebody without an account sets up one connection.

use model::{ConnectionId, Id, PersonId, SetUpLinkId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    OrgTx, Result,
    row::{expect_one, org_rows},
};

/// A link by which somebody without an account sets up one connection.
#[derive(Debug, Clone, FromRow)]
pub struct SetUpLinkRow {
    org_id: Uuid,
    link_id: Uuid,
    connection_id: Uuid,
    /// The domain whose record the guest may see and have looked for.
    pub domain: Option<String>,
    /// For whom it is, as its maker wrote it.
    pub made_for: String,
    made_by: Option<Uuid>,
    /// The maker's name.
    pub made_name: String,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When it ends by itself.
    pub expires_at: OffsetDateTime,
    /// When it was taken back.
    pub revoked_at: Option<OffsetDateTime>,
    /// When the guest last gave the connection a provider.
    pub used_at: Option<OffsetDateTime>,
}

org_rows!(SetUpLinkRow);

impl SetUpLinkRow {
    /// The link.
    pub const fn link(&self) -> SetUpLinkId {
        Id::from_uuid(self.link_id)
    }

    /// What it sets up.
    pub const fn connection(&self) -> ConnectionId {
        Id::from_uuid(self.connection_id)
    }

    /// In whose name the guest acts; nobody's when an operator made it.
    pub fn made_by(&self) -> Option<PersonId> {
        self.made_by.map(Id::from_uuid)
    }
}

/// A link to add.
#[derive(Debug, Clone, Copy)]
pub struct NewSetUpLink<'a> {
    /// Its id.
    pub link: SetUpLinkId,
    /// What it sets up.
    pub connection: ConnectionId,
    /// The domain whose record the guest may see.
    pub domain: Option<&'a str>,
    /// For whom it is.
    pub made_for: &'a str,
    /// In whose name the guest acts.
    pub made_by: Option<PersonId>,
    /// The maker's name.
    pub made_name: &'a str,
    /// When it ends by itself.
    pub expires_at: OffsetDateTime,
}

const SELECT: &str =
    "select org_id, link_id, connection_id, domain, made_for, made_by, made_name, created_at, expires_at, revoked_at, used_at
   from public.sso_set_up_links";

/// Adds a link.
pub async fn add(tx: &mut OrgTx, new: NewSetUpLink<'_>) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(
        sqlx::query(
            "insert into public.sso_set_up_links
               (org_id, link_id, connection_id, domain, made_for, made_by, made_name, created_at, expires_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(org)
        .bind(new.link.as_uuid())
        .bind(new.connection.as_uuid())
        .bind(new.domain)
        .bind(new.made_for)
        .bind(new.made_by.map(Id::as_uuid))
        .bind(new.made_name)
        .bind(now)
        .bind(new.expires_at),
    )
    .await
    .and_then(expect_one)
}

/// One link.
pub async fn find(tx: &mut OrgTx, link: SetUpLinkId) -> Result<Option<SetUpLinkRow>> {
    let org = tx.org().as_uuid();
    let text = format!("{SELECT} where org_id = $1 and link_id = $2");
    tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(link.as_uuid())).await
}

/// The links of a connection, newest first.
pub async fn list(tx: &mut OrgTx, connection: ConnectionId) -> Result<Vec<SetUpLinkRow>> {
    let org = tx.org().as_uuid();
    let text = format!("{SELECT} where org_id = $1 and connection_id = $2 order by created_at desc, link_id limit 100");
    tx.all(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(connection.as_uuid())).await
}

/// Takes a link back; false when it was taken back before.
pub async fn revoke(tx: &mut OrgTx, link: SetUpLinkId) -> Result<bool> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let text = "update public.sso_set_up_links set revoked_at = $3 where org_id = $1 and link_id = $2 and revoked_at is null";
    Ok(tx.run(sqlx::query(text).bind(org).bind(link.as_uuid()).bind(now)).await? == 1)
}

/// Notes that the guest changed something; false when the link has ended meanwhile.
pub async fn note_used(tx: &mut OrgTx, link: SetUpLinkId) -> Result<bool> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let text = "update public.sso_set_up_links set used_at = $3
        where org_id = $1 and link_id = $2 and revoked_at is null and expires_at > $3";
    Ok(tx.run(sqlx::query(text).bind(org).bind(link.as_uuid()).bind(now)).await? == 1)
}
