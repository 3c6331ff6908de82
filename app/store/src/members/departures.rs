//! Receipts of members who left: what ended, when, and how long it took.

use model::{Id, PersonId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    OrgTx, Result,
    row::{expect_one, org_rows},
};

/// By which way somebody left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// A member or operator removed them.
    Removed,
    /// The directory said that they do not work here.
    Directory,
}

impl Way {
    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Directory => "directory",
        }
    }
}

/// What ended with somebody.
#[derive(Debug, Clone)]
pub struct Departure {
    /// Who.
    pub person: PersonId,
    /// By which way.
    pub way: Way,
    /// Who did it, in words.
    pub by: String,
    /// How long it took, up to the receipt.
    pub took_micros: i64,
    /// Sessions that ended, with the streams that they had open.
    pub sessions: i32,
    /// Names of roles that they held.
    pub roles: Vec<String>,
    /// Names of teams that they were in.
    pub teams: Vec<String>,
    /// Client ids of API keys that were ended.
    pub keys_revoked: Vec<String>,
    /// Client ids of API keys that somebody else answers for.
    pub keys_handed: Vec<String>,
    /// Ids of exports that they had asked for and that were not made.
    pub exports: Vec<String>,
}

/// A receipt.
#[derive(Debug, Clone, FromRow)]
pub struct DepartureRow {
    org_id: Uuid,
    /// Its id.
    pub departure_id: Uuid,
    person_id: Uuid,
    /// Their name.
    pub display_name: String,
    /// Their address.
    pub email: String,
    /// `removed` or `directory`.
    pub how: String,
    /// Who did it, in words.
    pub by_name: String,
    /// When.
    pub left_at: OffsetDateTime,
    /// How long it took, up to the receipt.
    pub took_micros: i64,
    /// Sessions that ended.
    pub sessions: i32,
    /// Names of roles that they held.
    pub roles: Vec<String>,
    /// Names of teams that they were in.
    pub teams: Vec<String>,
    /// Client ids of keys that were ended.
    pub keys_revoked: Vec<String>,
    /// Client ids of keys that were handed over.
    pub keys_handed: Vec<String>,
    /// Ids of exports that were given up.
    pub exports: Vec<String>,
}

org_rows!(DepartureRow);

impl DepartureRow {
    /// Who left.
    pub const fn person(&self) -> PersonId {
        Id::from_uuid(self.person_id)
    }
}

const SELECT: &str = "select d.org_id, d.departure_id, d.person_id, m.display_name, m.email, d.how, d.by_name, d.left_at, d.took_micros,
     d.sessions, d.roles, d.teams, d.keys_revoked, d.keys_handed, d.exports
   from public.departures d join public.members m on m.org_id = d.org_id and m.person_id = d.person_id";

/// Writes a receipt.
pub async fn add_departure(tx: &mut OrgTx, new: &Departure) -> Result<Uuid> {
    let (org, now, id) = (tx.org().as_uuid(), tx.now(), Uuid::now_v7());
    let insert = "insert into public.departures (org_id, departure_id, person_id, how, by_name, left_at, took_micros, sessions, roles,
                    teams, keys_revoked, keys_handed, exports)
                  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let query = sqlx::query(insert).bind(org).bind(id).bind(new.person.as_uuid()).bind(new.way.as_str()).bind(&new.by).bind(now);
    let query = query.bind(new.took_micros).bind(new.sessions).bind(&new.roles).bind(&new.teams);
    tx.run(query.bind(&new.keys_revoked).bind(&new.keys_handed).bind(&new.exports)).await.and_then(expect_one)?;
    Ok(id)
}

/// The newest receipts.
pub async fn departures(tx: &mut OrgTx) -> Result<Vec<DepartureRow>> {
    let text = format!("{SELECT} order by d.left_at desc, d.departure_id desc limit 200");
    tx.all(sqlx::query_as(sqlx::AssertSqlSafe(text))).await
}

/// The receipts of one person, newest first.
pub async fn departures_of(tx: &mut OrgTx, person: PersonId) -> Result<Vec<DepartureRow>> {
    let org = tx.org().as_uuid();
    let text = format!("{SELECT} where d.org_id = $1 and d.person_id = $2 order by d.left_at desc, d.departure_id desc limit 50");
    tx.all(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(person.as_uuid())).await
}
