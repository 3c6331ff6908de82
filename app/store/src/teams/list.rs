use model::{Id, PageRequest, PersonId, RoleId, TeamId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{OrgTx, Result, row::org_rows};

/// A team with what it carries.
#[derive(Debug, Clone)]
pub struct TeamRecord {
    /// Which.
    pub team: TeamId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Members who are in it.
    pub members: i64,
    /// The roles that it carries, by name.
    pub roles: Vec<(RoleId, String)>,
}

#[derive(FromRow)]
struct Row {
    org_id: Uuid,
    team_id: Uuid,
    name: String,
    description: String,
    members: i64,
    role_ids: Vec<Uuid>,
    role_names: Vec<String>,
}

#[derive(FromRow)]
struct NameRow {
    org_id: Uuid,
    team_id: Uuid,
    name: String,
}

org_rows!(Row, NameRow);

const SELECT: &str = "select t.org_id, t.team_id, t.name, t.description,
     (select count(*) from public.team_members m where m.org_id = t.org_id and m.team_id = t.team_id) as members,
     array(select c.role_id from public.team_roles c join public.roles r on r.org_id = c.org_id and r.role_id = c.role_id
           where c.org_id = t.org_id and c.team_id = t.team_id order by r.name) as role_ids,
     array(select r.name from public.team_roles c join public.roles r on r.org_id = c.org_id and r.role_id = c.role_id
           where c.org_id = t.org_id and c.team_id = t.team_id order by r.name) as role_names
   from public.teams t where t.org_id = $1";

impl From<Row> for TeamRecord {
    fn from(row: Row) -> Self {
        Self {
            team: Id::from_uuid(row.team_id),
            name: row.name,
            description: row.description,
            members: row.members,
            roles: row.role_ids.into_iter().map(Id::from_uuid).zip(row.role_names).collect(),
        }
    }
}

/// One page of the teams, by name, and how many there are.
pub async fn list(tx: &mut OrgTx, page: PageRequest) -> Result<(Vec<TeamRecord>, i64)> {
    let org = tx.org().as_uuid();
    let text = format!("{SELECT} order by lower(t.name) limit $2 offset $3");
    let query = sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(page.size.get()).bind(i64::from(page.offset));
    let rows: Vec<Row> = tx.all(query).await?;
    let count = "select count(*) from public.teams where org_id = $1";
    let total: i64 = sqlx::query_scalar(count).bind(org).fetch_one(tx.conn()).await?;
    Ok((rows.into_iter().map(TeamRecord::from).collect(), total))
}

/// One team.
pub async fn find(tx: &mut OrgTx, team: TeamId) -> Result<Option<TeamRecord>> {
    let org = tx.org().as_uuid();
    let text = format!("{SELECT} and t.team_id = $2");
    let row: Option<Row> = tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(team.as_uuid())).await?;
    Ok(row.map(TeamRecord::from))
}

/// The team of this name, however it is written.
pub async fn find_by_name(tx: &mut OrgTx, name: &str) -> Result<Option<TeamRecord>> {
    let org = tx.org().as_uuid();
    let text = format!("{SELECT} and lower(t.name) = lower($2)");
    let row: Option<Row> = tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(name)).await?;
    Ok(row.map(TeamRecord::from))
}

/// The teams that somebody is in, by name.
pub async fn of_person(tx: &mut OrgTx, person: PersonId) -> Result<Vec<(TeamId, String)>> {
    let org = tx.org().as_uuid();
    let select = "select t.org_id, t.team_id, t.name from public.team_members m
                  join public.teams t on t.org_id = m.org_id and t.team_id = m.team_id
                  where m.org_id = $1 and m.person_id = $2 order by lower(t.name)";
    let rows: Vec<NameRow> = tx.all(sqlx::query_as(select).bind(org).bind(person.as_uuid())).await?;
    Ok(rows.into_iter().map(|row| (Id::from_uuid(row.team_id), row.name)).collect())
}
