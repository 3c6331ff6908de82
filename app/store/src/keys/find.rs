use std::collections::HashMap;

use model::{ConnectorRight, Id, IpRange, KeyEnvironment, KeyId, KeyKind, PermissionSet, PersonId, TenantId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use super::Rotation;
use crate::{Error, OrgTx, Result, row::org_rows};

/// An API key without its secrets.
#[derive(Debug, Clone)]
pub struct KeyRecord {
    /// The key.
    pub key: KeyId,
    /// Its name.
    pub name: String,
    /// The workspace that it belongs to.
    pub tenant: TenantId,
    /// That workspace's name.
    pub tenant_name: String,
    /// What it is used in.
    pub environment: KeyEnvironment,
    /// Who it stands for.
    pub kind: KeyKind,
    /// What it may do.
    pub scopes: PermissionSet,
    /// Which connectors it may use; of a service identity.
    pub connector_rights: Vec<ConnectorRight>,
    /// From where it may be used; empty is from anywhere.
    pub networks: Vec<IpRange>,
    /// When its secret is exchanged, if it is by schedule.
    pub rotation: Option<Rotation>,
    /// Who made it, when a person did.
    pub created_by: Option<PersonId>,
    /// Who answers for it, when a person does: it works for as long as they are a member.
    pub owner: Option<PersonId>,
    /// The maker's name.
    pub created_name: String,
    /// When.
    pub created_at: OffsetDateTime,
    /// When it stops working by itself.
    pub expires_at: Option<OffsetDateTime>,
    /// When it was ended.
    pub revoked_at: Option<OffsetDateTime>,
    /// When it was last used, to a few seconds.
    pub last_used_at: Option<OffsetDateTime>,
    /// Last characters of the newest secret.
    pub tail: String,
    /// When that secret was made.
    pub secret_at: OffsetDateTime,
    /// Until when the newest secret works, when its rotation has begun.
    pub newest_until: Option<OffsetDateTime>,
    /// Until when an older secret still works.
    pub overlap_until: Option<OffsetDateTime>,
}

#[derive(FromRow)]
struct Row {
    org_id: Uuid,
    key_id: Uuid,
    name: String,
    tenant_id: Uuid,
    tenant_name: String,
    environment: String,
    kind: String,
    scopes: Vec<String>,
    connector_rights: Vec<String>,
    networks: Vec<String>,
    rotate_every_days: Option<i32>,
    rotate_overlap_seconds: i32,
    rotate_at: Option<OffsetDateTime>,
    rotation_told_at: Option<OffsetDateTime>,
    created_by: Option<Uuid>,
    owner_id: Option<Uuid>,
    created_name: String,
    created_at: OffsetDateTime,
    expires_at: Option<OffsetDateTime>,
    revoked_at: Option<OffsetDateTime>,
    last_used_at: Option<OffsetDateTime>,
    tail: String,
    secret_at: OffsetDateTime,
    newest_until: Option<OffsetDateTime>,
    overlap_until: Option<OffsetDateTime>,
}

#[derive(FromRow)]
struct NameRow {
    org_id: Uuid,
    key_id: Uuid,
    name: String,
}

org_rows!(Row, NameRow);

const SELECT: &str =
    "select k.org_id, k.key_id, k.name, k.tenant_id, t.name as tenant_name, k.environment, k.kind, k.scopes, k.connector_rights,
        k.networks, k.rotate_every_days, k.rotate_overlap_seconds, k.rotate_at, k.rotation_told_at, k.created_by, k.owner_id,
        k.created_name, k.created_at, k.expires_at, k.revoked_at, k.last_used_at,
        newest.tail, newest.created_at as secret_at, newest.works_until as newest_until,
        (select max(s.works_until) from public.api_key_secrets s where s.org_id = k.org_id and s.key_id = k.key_id
          and s.works_until > $1 and s.digest <> newest.digest) as overlap_until
   from public.api_keys k join public.tenants t on t.org_id = k.org_id and t.tenant_id = k.tenant_id
   cross join lateral (select s.digest, s.tail, s.created_at, s.works_until from public.api_key_secrets s
     where s.org_id = k.org_id and s.key_id = k.key_id order by s.created_at desc, s.digest limit 1) newest";

/// Every key, live ones first, then newest first.
pub async fn list(tx: &mut OrgTx) -> Result<Vec<KeyRecord>> {
    let now = tx.now();
    let text = format!("{SELECT} order by k.revoked_at is not null, k.created_at desc, k.key_id limit 500");
    let rows: Vec<Row> = tx.all(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(now)).await?;
    rows.into_iter().map(read).collect()
}

/// One key.
pub async fn find(tx: &mut OrgTx, key: KeyId) -> Result<Option<KeyRecord>> {
    let now = tx.now();
    let text = format!("{SELECT} where k.org_id = $2 and k.key_id = $3");
    let org = tx.org().as_uuid();
    let row: Option<Row> = tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(now).bind(org).bind(key.as_uuid())).await?;
    row.map(read).transpose()
}

/// The key that has, or had, the secret of this digest.
pub async fn find_by_digest(tx: &mut OrgTx, digest: &[u8; 32]) -> Result<Option<KeyId>> {
    let org = tx.org().as_uuid();
    let select = "select key_id from public.api_key_secrets where org_id = $1 and digest = $2";
    let key: Option<Uuid> = sqlx::query_scalar(select).bind(org).bind(digest.as_slice()).fetch_optional(tx.conn()).await?;
    Ok(key.map(Id::from_uuid))
}

/// Locks a key that is not revoked, so that rolls and revocations happen one after another.
pub async fn lock_live(tx: &mut OrgTx, key: KeyId) -> Result<bool> {
    let org = tx.org().as_uuid();
    let locked: Option<Uuid> =
        sqlx::query_scalar("select key_id from public.api_keys where org_id = $1 and key_id = $2 and revoked_at is null for update")
            .bind(org)
            .bind(key.as_uuid())
            .fetch_optional(tx.conn())
            .await?;
    tx.catch_up();
    Ok(locked.is_some())
}

/// Names of keys, ended ones too: history still names them.
pub async fn names(tx: &mut OrgTx) -> Result<HashMap<KeyId, String>> {
    let rows: Vec<NameRow> = tx.all(sqlx::query_as("select org_id, key_id, name from public.api_keys")).await?;
    Ok(rows.into_iter().map(|row| (Id::from_uuid(row.key_id), row.name)).collect())
}

fn read(row: Row) -> Result<KeyRecord> {
    let corrupt = Error::Corrupt;
    Ok(KeyRecord {
        key: Id::from_uuid(row.key_id),
        name: row.name,
        tenant: Id::from_uuid(row.tenant_id),
        tenant_name: row.tenant_name,
        environment: KeyEnvironment::parse(&row.environment).ok_or(corrupt("key environment"))?,
        kind: KeyKind::parse(&row.kind).ok_or(corrupt("key kind"))?,
        scopes: PermissionSet::parse(row.scopes).map_err(|_| corrupt("key scopes"))?,
        connector_rights: rights(&row.connector_rights)?,
        networks: networks(&row.networks)?,
        rotation: Rotation::read(row.rotate_every_days, row.rotate_overlap_seconds, row.rotate_at, row.rotation_told_at),
        created_by: row.created_by.map(Id::from_uuid),
        owner: row.owner_id.map(Id::from_uuid),
        created_name: row.created_name,
        created_at: row.created_at,
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
        last_used_at: row.last_used_at,
        tail: row.tail,
        secret_at: row.secret_at,
        newest_until: row.newest_until,
        overlap_until: row.overlap_until,
    })
}

/// The stored words of a key's connectors.
pub(crate) fn rights(words: &[String]) -> Result<Vec<ConnectorRight>> {
    words.iter().map(|word| word.parse().map_err(|_| Error::Corrupt("connector right"))).collect()
}

/// The stored words of a key's networks.
pub(crate) fn networks(words: &[String]) -> Result<Vec<IpRange>> {
    words.iter().map(|word| word.parse().map_err(|_| Error::Corrupt("network of a key"))).collect()
}
