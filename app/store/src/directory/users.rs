//! People, as a directory describes them.

use scim::{Condition, Kind};
use serde_json::Value;
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Slice, listing::Listed};
use crate::{
    OrgTx, Result,
    row::{expect_one, org_rows},
};

/// A person as a directory describes them.
#[derive(Debug, Clone, FromRow)]
pub struct UserRow {
    org_id: Uuid,
    /// The id that the directory knows them by.
    pub user_id: Uuid,
    /// Whether they work here, as the directory says.
    pub active: bool,
    /// Every attribute that was sent.
    pub document: Value,
    /// Counts changes, from 1.
    pub version: i64,
    /// When the directory named them.
    pub created_at: OffsetDateTime,
    /// When that last changed.
    pub updated_at: OffsetDateTime,
}

org_rows!(UserRow);

/// What a directory says about a person.
#[derive(Debug, Clone, Copy)]
pub struct UserFields<'a> {
    /// Their name in the directory.
    pub user_name: &'a str,
    /// Their id in the directory.
    pub external_id: Option<&'a str>,
    /// Whether they work here.
    pub active: bool,
    /// Every attribute.
    pub document: &'a Value,
}

const LISTED: Listed = Listed {
    kind: Kind::User,
    columns: "d.org_id, d.user_id, d.active, d.document, d.version, d.created_at, d.updated_at",
    from: "public.directory_users d",
    id: "d.user_id",
};

/// One person.
pub async fn find(tx: &mut OrgTx, user: Uuid) -> Result<Option<UserRow>> {
    LISTED.find(tx, user).await
}

/// One person, whose row nobody else changes until the end of the transaction.
pub async fn lock(tx: &mut OrgTx, user: Uuid) -> Result<Option<UserRow>> {
    LISTED.lock(tx, user).await
}

/// Somebody who does not work here any more and has this name or this id in the directory: who comes back is the same person.
pub async fn lock_left(tx: &mut OrgTx, user_name: &str, external_id: Option<&str>) -> Result<Option<UserRow>> {
    let text = format!(
        "select {} from {} where d.org_id = $1 and not d.active and (lower(d.user_name) = lower($2) or d.external_id = $3)
         order by (d.external_id = $3) desc nulls last limit 1 for update",
        LISTED.columns, LISTED.from
    );
    let org = tx.org().as_uuid();
    tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(user_name).bind(external_id)).await
}

/// How many people meet a condition, and a part of them, oldest first.
pub async fn list(tx: &mut OrgTx, condition: Option<&Condition>, slice: Slice) -> Result<(i64, Vec<UserRow>)> {
    LISTED.list(tx, condition, slice).await
}

/// Inserts a person.
pub async fn add(tx: &mut OrgTx, user: Uuid, fields: UserFields<'_>) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let query = sqlx::query(
        "insert into public.directory_users (org_id, user_id, user_name, external_id, active, document, version, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, 1, $7, $7)",
    );
    let query = query.bind(org).bind(user).bind(fields.user_name).bind(fields.external_id).bind(fields.active);
    tx.run(query.bind(fields.document).bind(now)).await.and_then(expect_one)
}

/// Changes what is said about a person.
pub async fn update(tx: &mut OrgTx, user: Uuid, fields: UserFields<'_>) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let query = sqlx::query(
        "update public.directory_users set user_name = $3, external_id = $4, active = $5, document = $6, version = version + 1,
         updated_at = $7 where org_id = $1 and user_id = $2",
    );
    let query = query.bind(org).bind(user).bind(fields.user_name).bind(fields.external_id).bind(fields.active);
    tx.run(query.bind(fields.document).bind(now)).await.and_then(expect_one)
}

/// Removes a person, who has left every group before.
pub async fn delete(tx: &mut OrgTx, user: Uuid) -> Result<()> {
    let org = tx.org().as_uuid();
    let query = sqlx::query("delete from public.directory_users where org_id = $1 and user_id = $2").bind(org).bind(user);
    tx.run(query).await.and_then(expect_one)
}
