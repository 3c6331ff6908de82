//! People, as a directory describes them.

use model::{Id, PersonId};
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
    person_id: Option<Uuid>,
    /// Counts changes, from 1.
    pub version: i64,
    /// When the directory named them.
    pub created_at: OffsetDateTime,
    /// When that last changed.
    pub updated_at: OffsetDateTime,
}

org_rows!(UserRow);

impl UserRow {
    /// The member that they are, or were before they left.
    pub fn person(&self) -> Option<PersonId> {
        self.person_id.map(Id::from_uuid)
    }
}

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
    columns: "d.org_id, d.user_id, d.active, d.document, d.person_id, d.version, d.created_at, d.updated_at",
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

/// Says which member somebody is.
pub async fn link(tx: &mut OrgTx, user: Uuid, person: PersonId) -> Result<()> {
    let org = tx.org().as_uuid();
    let query = sqlx::query("update public.directory_users set person_id = $3 where org_id = $1 and user_id = $2");
    tx.run(query.bind(org).bind(user).bind(person.as_uuid())).await.and_then(expect_one)
}

/// Whether the directory says of somebody with this address that they do not work here, and of nobody that they do.
pub async fn has_left(tx: &mut OrgTx, address: &str) -> Result<bool> {
    let org = tx.org().as_uuid();
    let text = "select coalesce(bool_and(not d.active), false) from public.directory_users d
                where d.org_id = $1 and (lower(d.user_name) = lower($2) or exists (
                  select from jsonb_array_elements(d.document -> 'emails') as e(email) where lower(e.email ->> 'value') = lower($2)))";
    Ok(sqlx::query_scalar(text).bind(org).bind(address).fetch_one(tx.conn()).await?)
}

/// Whether one of the directory's people is this member.
pub async fn names_member(tx: &mut OrgTx, person: PersonId) -> Result<bool> {
    let org = tx.org().as_uuid();
    let text = "select exists (select from public.directory_users where org_id = $1 and person_id = $2)";
    Ok(sqlx::query_scalar(text).bind(org).bind(person.as_uuid()).fetch_one(tx.conn()).await?)
}

/// Active people who are no members, oldest first.
pub async fn waiting(tx: &mut OrgTx, most: i64) -> Result<Vec<UserRow>> {
    let org = tx.org().as_uuid();
    let text = format!(
        "select {} from {} where d.org_id = $1 and d.active and d.person_id is null order by d.created_at, d.user_id limit $2 for update",
        LISTED.columns, LISTED.from
    );
    tx.all(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(most)).await
}

/// Removes a person, who has left every group before.
pub async fn delete(tx: &mut OrgTx, user: Uuid) -> Result<()> {
    let org = tx.org().as_uuid();
    let query = sqlx::query("delete from public.directory_users where org_id = $1 and user_id = $2").bind(org).bind(user);
    tx.run(query).await.and_then(expect_one)
}
