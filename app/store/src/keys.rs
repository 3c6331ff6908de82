//! API keys inside their organisation.

use std::collections::HashMap;

use model::{Id, KeyId, PermissionSet, PersonId, TenantId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Error, Housekeeping, OrgTx, Result,
    row::{expect_one, org_rows},
};

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
    /// What it may do.
    pub scopes: PermissionSet,
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
    /// When it was last used, to the minute.
    pub last_used_at: Option<OffsetDateTime>,
    /// Last characters of the newest secret.
    pub tail: String,
    /// Until when an older secret still works.
    pub overlap_until: Option<OffsetDateTime>,
}

/// A key to insert.
#[derive(Debug, Clone)]
pub struct NewKey<'a> {
    /// The key.
    pub key: KeyId,
    /// The workspace that it belongs to.
    pub tenant: TenantId,
    /// Its name.
    pub name: &'a str,
    /// What it may do.
    pub scopes: PermissionSet,
    /// Who makes it, when a person does.
    pub created_by: Option<PersonId>,
    /// The maker's name.
    pub created_name: &'a str,
    /// When it stops working by itself.
    pub expires_at: Option<OffsetDateTime>,
}

#[derive(FromRow)]
struct Row {
    org_id: Uuid,
    key_id: Uuid,
    name: String,
    tenant_id: Uuid,
    tenant_name: String,
    scopes: Vec<String>,
    created_by: Option<Uuid>,
    owner_id: Option<Uuid>,
    created_name: String,
    created_at: OffsetDateTime,
    expires_at: Option<OffsetDateTime>,
    revoked_at: Option<OffsetDateTime>,
    last_used_at: Option<OffsetDateTime>,
    tail: String,
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
    "select k.org_id, k.key_id, k.name, k.tenant_id, t.name as tenant_name, k.scopes, k.created_by, k.owner_id, k.created_name,
        k.created_at, k.expires_at, k.revoked_at, k.last_used_at,
        (select s.tail from public.api_key_secrets s where s.org_id = k.org_id and s.key_id = k.key_id
          order by s.created_at desc limit 1) as tail,
        (select max(s.works_until) from public.api_key_secrets s where s.org_id = k.org_id and s.key_id = k.key_id
          and s.works_until > $1) as overlap_until
   from public.api_keys k join public.tenants t on t.org_id = k.org_id and t.tenant_id = k.tenant_id";

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

/// Persons who made a key or one of its secrets: they have held what it signs in with.
pub async fn holders(tx: &mut OrgTx, key: KeyId) -> Result<Vec<PersonId>> {
    let org = tx.org().as_uuid();
    let found: Vec<Uuid> = sqlx::query_scalar(
        "select created_by from public.api_keys where org_id = $1 and key_id = $2 and created_by is not null
         union select issued_by from public.api_key_secrets where org_id = $1 and key_id = $2 and issued_by is not null",
    )
    .bind(org)
    .bind(key.as_uuid())
    .fetch_all(tx.conn())
    .await?;
    Ok(found.into_iter().map(Id::from_uuid).collect())
}

/// Names of keys, ended ones too: history still names them.
pub async fn names(tx: &mut OrgTx) -> Result<HashMap<KeyId, String>> {
    let rows: Vec<NameRow> = tx.all(sqlx::query_as("select org_id, key_id, name from public.api_keys")).await?;
    Ok(rows.into_iter().map(|row| (Id::from_uuid(row.key_id), row.name)).collect())
}

fn read(row: Row) -> Result<KeyRecord> {
    Ok(KeyRecord {
        key: Id::from_uuid(row.key_id),
        name: row.name,
        tenant: Id::from_uuid(row.tenant_id),
        tenant_name: row.tenant_name,
        scopes: PermissionSet::parse(row.scopes).map_err(|_| Error::Corrupt("key scopes"))?,
        created_by: row.created_by.map(Id::from_uuid),
        owner: row.owner_id.map(Id::from_uuid),
        created_name: row.created_name,
        created_at: row.created_at,
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
        last_used_at: row.last_used_at,
        tail: row.tail,
        overlap_until: row.overlap_until,
    })
}

/// Inserts a key; its first secret follows in the same transaction.
pub async fn add(tx: &mut OrgTx, new: &NewKey<'_>) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(
        sqlx::query(
            "insert into public.api_keys (org_id, key_id, tenant_id, name, scopes, created_by, owner_id, created_name, created_at, expires_at)
             values ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9)",
        )
        .bind(org)
        .bind(new.key.as_uuid())
        .bind(new.tenant.as_uuid())
        .bind(new.name)
        .bind(new.scopes.words())
        .bind(new.created_by.map(Id::as_uuid))
        .bind(new.created_name)
        .bind(now)
        .bind(new.expires_at),
    )
    .await
    .and_then(expect_one)
}

/// Adds a secret's digest to a key, and remembers who issued it and so has seen it.
pub async fn add_secret(tx: &mut OrgTx, key: KeyId, digest: &[u8; 32], tail: &str) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let issuer = tx.scope().principal().person().map(Id::as_uuid);
    tx.run(
        sqlx::query(
            "insert into public.api_key_secrets (org_id, key_id, digest, tail, issued_by, created_at) values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(org)
        .bind(key.as_uuid())
        .bind(digest.as_slice())
        .bind(tail)
        .bind(issuer)
        .bind(now),
    )
    .await
    .and_then(expect_one)
}

/// Gives every secret that has no earlier end this one.
pub async fn end_secrets(tx: &mut OrgTx, key: KeyId, works_until: OffsetDateTime) -> Result<u64> {
    let org = tx.org().as_uuid();
    tx.run(
        sqlx::query(
            "update public.api_key_secrets set works_until = $3
             where org_id = $1 and key_id = $2 and (works_until is null or works_until > $3)",
        )
        .bind(org)
        .bind(key.as_uuid())
        .bind(works_until),
    )
    .await
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
    Ok(locked.is_some())
}

/// Ends a key now.
pub async fn revoke(tx: &mut OrgTx, key: KeyId) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(
        sqlx::query("update public.api_keys set revoked_at = $3 where org_id = $1 and key_id = $2 and revoked_at is null")
            .bind(org)
            .bind(key.as_uuid())
            .bind(now),
    )
    .await
    .and_then(expect_one)
}

/// Live keys that a person answers for, oldest first, locked.
pub async fn lock_owned_by(tx: &mut OrgTx, person: PersonId) -> Result<Vec<KeyId>> {
    let org = tx.org().as_uuid();
    let rows: Vec<NameRow> = tx
        .all(
            sqlx::query_as(
                "select org_id, key_id, name from public.api_keys where org_id = $1 and owner_id = $2 and revoked_at is null
                 order by created_at, key_id for update",
            )
            .bind(org)
            .bind(person.as_uuid()),
        )
        .await?;
    Ok(rows.into_iter().map(|row| Id::from_uuid(row.key_id)).collect())
}

/// Makes another person answer for a key.
pub async fn hand_over(tx: &mut OrgTx, key: KeyId, to: PersonId) -> Result<()> {
    let org = tx.org().as_uuid();
    tx.run(
        sqlx::query("update public.api_keys set owner_id = $3 where org_id = $1 and key_id = $2")
            .bind(org)
            .bind(key.as_uuid())
            .bind(to.as_uuid()),
    )
    .await
    .and_then(expect_one)
}

/// Notes that a key was used; upkeep, no deed.
pub async fn touch(tx: &mut OrgTx, key: KeyId) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.keep_up(
        Housekeeping::KeyLastUsed,
        sqlx::query("update public.api_keys set last_used_at = $3 where org_id = $1 and key_id = $2")
            .bind(org)
            .bind(key.as_uuid())
            .bind(now),
    )
    .await?;
    Ok(())
}
