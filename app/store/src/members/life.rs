use model::{BuiltInRole, Id, PersonId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Error, OrgTx, Result,
    row::{expect_one, org_rows},
};

/// Where a member stands.
#[derive(Debug, Clone)]
pub struct MemberLife {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// When they joined.
    pub joined_at: OffsetDateTime,
    /// Since when they may not enter.
    pub suspended_at: Option<OffsetDateTime>,
    /// Whether they are an owner whom neither a directory nor a provider can lock out.
    pub is_break_glass: bool,
}

#[derive(FromRow)]
struct Row {
    org_id: Uuid,
    display_name: String,
    email: String,
    joined_at: OffsetDateTime,
    suspended_at: Option<OffsetDateTime>,
    is_break_glass: bool,
}

#[derive(FromRow)]
struct OwnerRow {
    org_id: Uuid,
    person_id: Uuid,
    email: String,
}

org_rows!(Row, OwnerRow);

/// Lets changes of members and roles of this organisation happen one after another: what is read after this stays true until
/// the commit.
pub async fn lock_all(tx: &mut OrgTx) -> Result<()> {
    let org = tx.org().as_uuid();
    let locked: Option<Uuid> = sqlx::query_scalar("select org_id from public.orgs where org_id = $1 for no key update")
        .bind(org)
        .fetch_optional(tx.conn())
        .await?;
    tx.catch_up();
    locked.map(|_| ()).ok_or(Error::RowCount(0))
}

/// A member who was not removed.
pub async fn life(tx: &mut OrgTx, person: PersonId) -> Result<Option<MemberLife>> {
    let org = tx.org().as_uuid();
    let select = "select org_id, display_name, email, joined_at, suspended_at, is_break_glass from public.members
                  where org_id = $1 and person_id = $2 and removed_at is null";
    let row: Option<Row> = tx.maybe(sqlx::query_as(select).bind(org).bind(person.as_uuid())).await?;
    Ok(row.map(|row| MemberLife {
        name: row.display_name,
        email: row.email,
        joined_at: row.joined_at,
        suspended_at: row.suspended_at,
        is_break_glass: row.is_break_glass,
    }))
}

/// Owners who may enter now, with their addresses.
pub async fn owners(tx: &mut OrgTx) -> Result<Vec<(PersonId, String)>> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let select = "select distinct m.org_id, m.person_id, m.email from public.members m
                  join public.user_roles u on u.org_id = m.org_id and u.person_id = m.person_id
                  join public.roles r on r.org_id = u.org_id and r.role_id = u.role_id
                  where m.org_id = $1 and m.suspended_at is null and m.removed_at is null and r.built_in and r.name = $2
                    and (u.expires_at is null or u.expires_at > $3)";
    let rows: Vec<OwnerRow> = tx.all(sqlx::query_as(select).bind(org).bind(BuiltInRole::Owner.as_str()).bind(now)).await?;
    Ok(rows.into_iter().map(|row| (Id::from_uuid(row.person_id), row.email)).collect())
}

/// Addresses of owners and admins who may enter now.
pub async fn admins(tx: &mut OrgTx) -> Result<Vec<String>> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let select = "select distinct m.org_id, m.person_id, m.email from public.members m
                  join public.user_roles u on u.org_id = m.org_id and u.person_id = m.person_id
                  join public.roles r on r.org_id = u.org_id and r.role_id = u.role_id
                  where m.org_id = $1 and m.suspended_at is null and m.removed_at is null and r.built_in and r.name = any($2)
                    and (u.expires_at is null or u.expires_at > $3)";
    let names = [BuiltInRole::Owner.as_str(), BuiltInRole::Admin.as_str()];
    let rows: Vec<OwnerRow> = tx.all(sqlx::query_as(select).bind(org).bind(names.as_slice()).bind(now)).await?;
    Ok(rows.into_iter().map(|row| row.email).collect())
}

/// Whether an owner who may enter holds the role without an end: one with an end would leave nobody behind by itself.
pub async fn has_lasting_owner(tx: &mut OrgTx) -> Result<bool> {
    let org = tx.org().as_uuid();
    let select = "select exists (
                    select from public.members m
                    join public.user_roles u on u.org_id = m.org_id and u.person_id = m.person_id
                    join public.roles r on r.org_id = u.org_id and r.role_id = u.role_id
                    where m.org_id = $1 and m.suspended_at is null and m.removed_at is null and r.built_in and r.name = $2
                      and u.expires_at is null)";
    Ok(sqlx::query_scalar(select).bind(org).bind(BuiltInRole::Owner.as_str()).fetch_one(tx.conn()).await?)
}

/// The member may not enter from now on.
pub async fn suspend(tx: &mut OrgTx, person: PersonId) -> Result<()> {
    let now = tx.now();
    set_suspended(tx, person, Some(now)).await
}

/// The member may enter again.
pub async fn reactivate(tx: &mut OrgTx, person: PersonId) -> Result<()> {
    set_suspended(tx, person, None).await
}

async fn set_suspended(tx: &mut OrgTx, person: PersonId, at: Option<OffsetDateTime>) -> Result<()> {
    let org = tx.org().as_uuid();
    let update = "update public.members set suspended_at = $3 where org_id = $1 and person_id = $2 and removed_at is null";
    tx.run(sqlx::query(update).bind(org).bind(person.as_uuid()).bind(at)).await.and_then(expect_one)
}

/// The member is none from now on, holds no role and is in no team. Their row stays, since history names them.
pub async fn remove(tx: &mut OrgTx, person: PersonId) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(sqlx::query("delete from public.user_roles where org_id = $1 and person_id = $2").bind(org).bind(person.as_uuid())).await?;
    tx.run(sqlx::query("delete from public.team_members where org_id = $1 and person_id = $2").bind(org).bind(person.as_uuid())).await?;
    let update = "update public.members set removed_at = $3 where org_id = $1 and person_id = $2 and removed_at is null";
    tx.run(sqlx::query(update).bind(org).bind(person.as_uuid()).bind(now)).await.and_then(expect_one)
}

/// Marks an owner whom neither a directory nor a provider can lock out, or takes the mark away.
pub async fn set_break_glass(tx: &mut OrgTx, person: PersonId, marked: bool) -> Result<()> {
    let org = tx.org().as_uuid();
    let update = "update public.members set is_break_glass = $3 where org_id = $1 and person_id = $2 and removed_at is null";
    tx.run(sqlx::query(update).bind(org).bind(person.as_uuid()).bind(marked)).await.and_then(expect_one)
}

/// How many there are.
pub async fn break_glass_count(tx: &mut OrgTx) -> Result<i64> {
    let org = tx.org().as_uuid();
    let text = "select count(*) from public.members where org_id = $1 and is_break_glass";
    Ok(sqlx::query_scalar(text).bind(org).fetch_one(tx.conn()).await?)
}
