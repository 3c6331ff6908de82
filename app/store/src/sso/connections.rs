use model::{ConnectionId, Id};
use serde_json::Value;
use sqlx::FromRow;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{
    OrgTx, Result,
    row::{expect_one, org_rows},
};

/// What an administrator sets.
#[derive(Debug, Clone, FromRow)]
pub struct ConnectionFields {
    /// Its name.
    pub name: String,
    /// What is known of the provider; the room that speaks its protocol reads it. Nothing while it is being set up.
    pub provider: Option<Value>,
    /// Where the provider publishes it, when it came from there.
    pub metadata_url: Option<String>,
    /// An OpenID Connect client's secret, sealed.
    pub secret_sealed: Option<Vec<u8>>,
    /// Where the address is read from.
    pub email_attribute: Option<String>,
    /// Where the groups are read from.
    pub groups_attribute: Option<String>,
    /// The role of people who come for the first time.
    pub default_role: Option<String>,
    /// Whether requests are signed though the provider does not ask for it.
    pub sign_requests: bool,
    /// Whether sign-ins may begin at the provider.
    pub idp_initiated: bool,
    /// Whether anybody may come by it.
    pub enabled: bool,
}

/// A connection.
#[derive(Debug, Clone, FromRow)]
pub struct ConnectionRow {
    org_id: Uuid,
    connection_id: Uuid,
    /// `saml` or `oidc`.
    pub protocol: String,
    /// Whose product it is: `okta`, `entra`, `google` or `other`.
    pub kind: String,
    /// What an administrator set.
    #[sqlx(flatten)]
    pub fields: ConnectionFields,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When somebody last came by it, or a test succeeded.
    pub last_success_at: Option<OffsetDateTime>,
}

org_rows!(ConnectionRow, UsageRow);

impl ConnectionRow {
    /// The connection.
    pub const fn connection(&self) -> ConnectionId {
        Id::from_uuid(self.connection_id)
    }
}

const SELECT: &str =
    "select org_id, connection_id, protocol, kind, name, provider, metadata_url, secret_sealed, email_attribute, groups_attribute,
        default_role, sign_requests, idp_initiated, enabled, created_at, last_success_at from public.sso_connections";

/// Every connection, by name.
pub async fn list(tx: &mut OrgTx) -> Result<Vec<ConnectionRow>> {
    tx.all(sqlx::query_as(sqlx::AssertSqlSafe(format!("{SELECT} order by name limit 100")))).await
}

/// One connection.
pub async fn find(tx: &mut OrgTx, connection: ConnectionId) -> Result<Option<ConnectionRow>> {
    let org = tx.org().as_uuid();
    let text = format!("{SELECT} where org_id = $1 and connection_id = $2");
    tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(connection.as_uuid())).await
}

/// Adds a connection.
pub async fn add(tx: &mut OrgTx, connection: ConnectionId, (protocol, kind): (&str, &str), fields: &ConnectionFields) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(
        sqlx::query(
            "insert into public.sso_connections (org_id, connection_id, protocol, kind, name, provider, metadata_url, secret_sealed,
               email_attribute, default_role, sign_requests, enabled, created_at, updated_at, groups_attribute, idp_initiated)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14, $15)",
        )
        .bind(org)
        .bind(connection.as_uuid())
        .bind(protocol)
        .bind(kind)
        .bind(&fields.name)
        .bind(&fields.provider)
        .bind(&fields.metadata_url)
        .bind(&fields.secret_sealed)
        .bind(&fields.email_attribute)
        .bind(&fields.default_role)
        .bind(fields.sign_requests)
        .bind(fields.enabled)
        .bind(now)
        .bind(&fields.groups_attribute)
        .bind(fields.idp_initiated),
    )
    .await
    .and_then(expect_one)
}

/// Changes a connection.
pub async fn update(tx: &mut OrgTx, connection: ConnectionId, fields: &ConnectionFields) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(
        sqlx::query(
            "update public.sso_connections set name = $3, provider = $4, secret_sealed = $5, email_attribute = $6, default_role = $7,
               sign_requests = $8, enabled = $9, updated_at = $10, metadata_url = $11,
               groups_attribute = $12, idp_initiated = $13 where org_id = $1 and connection_id = $2",
        )
        .bind(org)
        .bind(connection.as_uuid())
        .bind(&fields.name)
        .bind(&fields.provider)
        .bind(&fields.secret_sealed)
        .bind(&fields.email_attribute)
        .bind(&fields.default_role)
        .bind(fields.sign_requests)
        .bind(fields.enabled)
        .bind(now)
        .bind(&fields.metadata_url)
        .bind(&fields.groups_attribute)
        .bind(fields.idp_initiated),
    )
    .await
    .and_then(expect_one)
}

/// Notes that the connection works.
pub async fn note_success(tx: &mut OrgTx, connection: ConnectionId) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let text = "update public.sso_connections set last_success_at = $3 where org_id = $1 and connection_id = $2";
    tx.run(sqlx::query(text).bind(org).bind(connection.as_uuid()).bind(now)).await.and_then(expect_one)
}

/// What was seen to work is not what is there now.
pub async fn forget_success(tx: &mut OrgTx, connection: ConnectionId) -> Result<()> {
    let org = tx.org().as_uuid();
    let text = "update public.sso_connections set last_success_at = null where org_id = $1 and connection_id = $2";
    tx.run(sqlx::query(text).bind(org).bind(connection.as_uuid())).await.and_then(expect_one)
}

/// What came by each connection in the last days, and who is linked to it.
#[derive(Debug, Clone, FromRow)]
pub struct UsageRow {
    org_id: Uuid,
    connection_id: Uuid,
    /// People whom it means.
    pub people: i64,
    /// Sign-ins that were refused in the last week.
    pub refused: i64,
}

impl UsageRow {
    /// The connection.
    pub const fn connection(&self) -> ConnectionId {
        Id::from_uuid(self.connection_id)
    }
}

/// How much each connection is used.
pub async fn usage(tx: &mut OrgTx) -> Result<Vec<UsageRow>> {
    let since = tx.now() - Duration::days(7);
    let text = "select c.org_id, c.connection_id,
          (select count(*) from public.sso_identities i where i.org_id = c.org_id and i.connection_id = c.connection_id) as people,
          (select count(*) from public.sign_ins s where s.org_id = c.org_id and s.connection_id = c.connection_id
             and s.outcome = 'refused' and s.at > $1) as refused
        from public.sso_connections c";
    tx.all(sqlx::query_as(text).bind(since)).await
}

/// Removes a connection with everything that is its own: keys, who is linked, what happened. Domains have to be led elsewhere first.
pub async fn remove(tx: &mut OrgTx, connection: ConnectionId) -> Result<()> {
    let org = tx.org().as_uuid();
    for table in ["sso_told_ends", "sso_set_up_links", "sso_role_rules", "sso_assertions", "sso_identities", "sign_ins", "sso_keys"] {
        let text = format!("delete from public.{table} where org_id = $1 and connection_id = $2");
        tx.run(sqlx::query(sqlx::AssertSqlSafe(text)).bind(org).bind(connection.as_uuid())).await?;
    }
    let gone = "delete from public.sso_connections where org_id = $1 and connection_id = $2";
    tx.run(sqlx::query(gone).bind(org).bind(connection.as_uuid())).await.and_then(expect_one)
}
