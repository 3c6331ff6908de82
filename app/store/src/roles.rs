//! Roles of an organisation.

use std::collections::HashMap;

use model::{Id, PermissionSet, RoleId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Error, OrgTx, Result,
    row::{expect_one, org_rows},
};

/// A named set of permissions.
#[derive(Debug, Clone)]
pub struct RoleRecord {
    /// Which.
    pub role: RoleId,
    /// Its name.
    pub name: String,
    /// What it is for; empty where every organisation has it.
    pub description: String,
    /// Whether every organisation has it.
    pub built_in: bool,
    /// What it allows.
    pub permissions: PermissionSet,
}

#[derive(FromRow)]
struct Row {
    org_id: Uuid,
    role_id: Uuid,
    name: String,
    description: String,
    built_in: bool,
    permissions: Vec<String>,
}

org_rows!(Row, UsesRow);

const SELECT: &str = "select org_id, role_id, name, description, built_in, permissions from public.roles";

/// Every role: built-in ones first, the most powerful first, then by name.
pub async fn list(tx: &mut OrgTx) -> Result<Vec<RoleRecord>> {
    let text = format!("{SELECT} order by not built_in, case when built_in then -cardinality(permissions) end, lower(name)");
    let rows: Vec<Row> = tx.all(sqlx::query_as(sqlx::AssertSqlSafe(text))).await?;
    rows.into_iter().map(read).collect()
}

/// One role.
pub async fn find(tx: &mut OrgTx, role: RoleId) -> Result<Option<RoleRecord>> {
    let text = format!("{SELECT} where org_id = $1 and role_id = $2");
    let org = tx.org().as_uuid();
    let row: Option<Row> = tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(role.as_uuid())).await?;
    row.map(read).transpose()
}

/// The role of this name.
pub async fn find_by_name(tx: &mut OrgTx, name: &str) -> Result<Option<RoleRecord>> {
    let text = format!("{SELECT} where org_id = $1 and name = $2");
    let org = tx.org().as_uuid();
    let row: Option<Row> = tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(name)).await?;
    row.map(read).transpose()
}

fn read(row: Row) -> Result<RoleRecord> {
    Ok(RoleRecord {
        role: Id::from_uuid(row.role_id),
        name: row.name,
        description: row.description,
        built_in: row.built_in,
        permissions: PermissionSet::parse(row.permissions).map_err(|_| Error::Corrupt("role permissions"))?,
    })
}

/// What a role of the organisation's own is to be.
#[derive(Debug, Clone, Copy)]
pub struct RoleFields<'a> {
    /// Its name, once per organisation.
    pub name: &'a str,
    /// What it is for.
    pub description: &'a str,
    /// What it allows.
    pub permissions: PermissionSet,
}

/// Adds a role of the organisation's own.
pub async fn add(tx: &mut OrgTx, role: RoleId, fields: &RoleFields<'_>) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let insert = "insert into public.roles (org_id, role_id, name, description, built_in, permissions, updated_at)
                  values ($1, $2, $3, $4, false, $5, $6)";
    let query = sqlx::query(insert).bind(org).bind(role.as_uuid()).bind(fields.name).bind(fields.description);
    tx.run(query.bind(fields.permissions.words()).bind(now)).await.and_then(expect_one)
}

/// Changes a role of the organisation's own.
pub async fn change(tx: &mut OrgTx, role: RoleId, fields: &RoleFields<'_>) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let update = "update public.roles set name = $3, description = $4, permissions = $5, updated_at = $6
                  where org_id = $1 and role_id = $2 and not built_in";
    let query = sqlx::query(update).bind(org).bind(role.as_uuid()).bind(fields.name).bind(fields.description);
    tx.run(query.bind(fields.permissions.words()).bind(now)).await.and_then(expect_one)
}

/// Removes a role of the organisation's own, with the answered invitations that named it.
pub async fn remove(tx: &mut OrgTx, role: RoleId) -> Result<()> {
    let org = tx.org().as_uuid();
    let answered =
        "delete from public.invitations where org_id = $1 and role_id = $2 and (accepted_at is not null or revoked_at is not null)";
    tx.run(sqlx::query(answered).bind(org).bind(role.as_uuid())).await?;
    let lapsed = "delete from public.user_roles where org_id = $1 and role_id = $2 and expires_at <= $3";
    let now = tx.now();
    tx.run(sqlx::query(lapsed).bind(org).bind(role.as_uuid()).bind(now)).await?;
    let delete = "delete from public.roles where org_id = $1 and role_id = $2 and not built_in";
    tx.run(sqlx::query(delete).bind(org).bind(role.as_uuid())).await.and_then(expect_one)
}

/// By how many a role is used.
#[derive(Debug, Clone, Copy, Default)]
pub struct RoleUses {
    /// Members who hold it now.
    pub people: u32,
    /// Open invitations to it.
    pub invitations: u32,
    /// Teams that carry it.
    pub teams: u32,
}

#[derive(FromRow)]
struct UsesRow {
    org_id: Uuid,
    role_id: Uuid,
    people: i64,
    invitations: i64,
    teams: i64,
}

/// By how many each role is used.
pub async fn uses(tx: &mut OrgTx) -> Result<HashMap<RoleId, RoleUses>> {
    let now = tx.now();
    let select = "select r.org_id, r.role_id,
                    (select count(distinct u.person_id) from public.user_roles u where u.org_id = r.org_id and u.role_id = r.role_id
                      and (u.expires_at is null or u.expires_at > $1)) as people,
                    (select count(*) from public.invitations i where i.org_id = r.org_id and i.role_id = r.role_id
                      and i.accepted_at is null and i.revoked_at is null) as invitations,
                    (select count(*) from public.team_roles t where t.org_id = r.org_id and t.role_id = r.role_id) as teams
                  from public.roles r";
    let rows: Vec<UsesRow> = tx.all(sqlx::query_as(select).bind(now)).await?;
    let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    let read = |row: UsesRow| {
        let uses = RoleUses { people: count(row.people), invitations: count(row.invitations), teams: count(row.teams) };
        (Id::from_uuid(row.role_id), uses)
    };
    Ok(rows.into_iter().map(read).collect())
}
