use std::collections::HashMap;

use model::{Id, PermissionSet, PersonId, RoleId, RoleSource};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Error, OrgTx, Result, row::org_rows};

/// A role that a member holds now, and how they came by it.
#[derive(Debug, Clone)]
pub struct Assignment {
    /// Which.
    pub role: RoleId,
    /// Its name.
    pub name: String,
    /// What it allows.
    pub permissions: PermissionSet,
    /// Where it comes from.
    pub source: RoleSource,
    /// The group or rule.
    pub via: String,
    /// Who gave it.
    pub granted_by: String,
    /// When.
    pub granted_at: OffsetDateTime,
    /// When it ends by itself.
    pub expires_at: Option<OffsetDateTime>,
}

#[derive(FromRow)]
struct Row {
    org_id: Uuid,
    person_id: Uuid,
    role_id: Uuid,
    name: String,
    permissions: Vec<String>,
    source: String,
    via: String,
    granted_by: String,
    granted_at: OffsetDateTime,
    expires_at: Option<OffsetDateTime>,
}

org_rows!(Row);

const SELECT: &str =
    "select u.org_id, u.person_id, u.role_id, r.name, r.permissions, u.source, u.via, u.granted_by, u.granted_at, u.expires_at
   from public.user_roles u join public.roles r on r.org_id = u.org_id and r.role_id = u.role_id
   where (u.expires_at is null or u.expires_at > $1)";

/// What one member holds, by name; whether they may enter is another question.
pub async fn held(tx: &mut OrgTx, person: PersonId) -> Result<Vec<Assignment>> {
    let now = tx.now();
    let text = format!("{SELECT} and u.person_id = $2 order by r.name, u.source");
    let rows: Vec<Row> = tx.all(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(now).bind(person.as_uuid())).await?;
    rows.into_iter().map(|row| read(row).map(|(_, assignment)| assignment)).collect()
}

/// What every member holds.
pub async fn held_by_all(tx: &mut OrgTx) -> Result<HashMap<PersonId, Vec<Assignment>>> {
    let now = tx.now();
    let text = format!("{SELECT} order by r.name, u.source");
    let rows: Vec<Row> = tx.all(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(now)).await?;
    let mut all: HashMap<PersonId, Vec<Assignment>> = HashMap::new();
    for row in rows {
        let (person, assignment) = read(row)?;
        all.entry(person).or_default().push(assignment);
    }
    Ok(all)
}

fn read(row: Row) -> Result<(PersonId, Assignment)> {
    let assignment = Assignment {
        role: Id::from_uuid(row.role_id),
        name: row.name,
        permissions: PermissionSet::parse(row.permissions).map_err(|_| Error::Corrupt("role permissions"))?,
        source: RoleSource::parse(&row.source).ok_or(Error::Corrupt("role source"))?,
        via: row.via,
        granted_by: row.granted_by,
        granted_at: row.granted_at,
        expires_at: row.expires_at,
    };
    Ok((Id::from_uuid(row.person_id), assignment))
}
