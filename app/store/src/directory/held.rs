//! Departures that a directory asked for and nobody has let happen yet.

use model::{Id, PersonId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    OrgTx, Result,
    row::{expect_one, org_rows},
};

/// A departure that waits.
#[derive(Debug, Clone, FromRow)]
pub struct HeldRow {
    org_id: Uuid,
    person_id: Uuid,
    /// Their name.
    pub display_name: String,
    /// Their address.
    pub email: String,
    /// When the directory asked.
    pub held_at: OffsetDateTime,
}

org_rows!(HeldRow);

impl HeldRow {
    /// Who.
    pub const fn person(&self) -> PersonId {
        Id::from_uuid(self.person_id)
    }
}

/// How much leaves, of how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tide {
    /// Who left since, and who waits.
    pub leaving: i64,
    /// Who waits.
    pub held: i64,
    /// Members whom the directory names, with those who left since.
    pub of: i64,
}

/// Departures since a time, and how many people there are to leave.
pub async fn tide(tx: &mut OrgTx, since: OffsetDateTime) -> Result<Tide> {
    let org = tx.org().as_uuid();
    let text = "select (select count(*) from public.departures d where d.org_id = $1 and d.how = 'directory' and d.left_at > $2),
                       (select count(*) from public.directory_held h where h.org_id = $1),
                       (select count(*) from public.members m where m.org_id = $1 and m.removed_at is null
                         and exists (select from public.directory_users u where u.org_id = $1 and u.person_id = m.person_id))";
    let (left, held, here): (i64, i64, i64) = sqlx::query_as(text).bind(org).bind(since).fetch_one(tx.conn()).await?;
    Ok(Tide { leaving: left + held, held, of: here + left })
}

/// Every departure that waits, oldest first.
pub async fn list(tx: &mut OrgTx) -> Result<Vec<HeldRow>> {
    let org = tx.org().as_uuid();
    let text = "select h.org_id, h.person_id, m.display_name, m.email, h.held_at
                from public.directory_held h join public.members m on m.org_id = h.org_id and m.person_id = h.person_id
                where h.org_id = $1 order by h.held_at, h.person_id";
    tx.all(sqlx::query_as(text).bind(org)).await
}

/// Lets a departure wait.
pub async fn add(tx: &mut OrgTx, person: PersonId) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let insert = "insert into public.directory_held (org_id, person_id, held_at) values ($1, $2, $3)
                  on conflict do nothing";
    tx.run(sqlx::query(insert).bind(org).bind(person.as_uuid()).bind(now)).await?;
    Ok(())
}

/// A departure waits no longer; whether it did.
pub async fn drop_of(tx: &mut OrgTx, person: PersonId) -> Result<bool> {
    let org = tx.org().as_uuid();
    let query = sqlx::query("delete from public.directory_held where org_id = $1 and person_id = $2");
    Ok(tx.run(query.bind(org).bind(person.as_uuid())).await? == 1)
}

/// One departure waits no longer.
pub async fn settle(tx: &mut OrgTx, person: PersonId) -> Result<()> {
    let org = tx.org().as_uuid();
    let query = sqlx::query("delete from public.directory_held where org_id = $1 and person_id = $2");
    tx.run(query.bind(org).bind(person.as_uuid())).await.and_then(expect_one)
}
