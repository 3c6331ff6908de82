use model::{Id, PageRequest, PersonId, TeamId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{OrgTx, Result, row::org_rows};

/// Somebody who is in a team.
#[derive(Debug, Clone)]
pub struct TeamMemberRecord {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Since when they may not enter.
    pub suspended_at: Option<OffsetDateTime>,
    /// Who put them in.
    pub added_by: String,
    /// When.
    pub added_at: OffsetDateTime,
}

#[derive(FromRow)]
struct Row {
    org_id: Uuid,
    person_id: Uuid,
    display_name: String,
    email: String,
    suspended_at: Option<OffsetDateTime>,
    added_by: String,
    added_at: OffsetDateTime,
}

org_rows!(Row);

/// Who is in a team, by name: one page, or everybody.
pub async fn members_of(tx: &mut OrgTx, team: TeamId, page: Option<PageRequest>) -> Result<Vec<TeamMemberRecord>> {
    let org = tx.org().as_uuid();
    let select = "select t.org_id, t.person_id, m.display_name, m.email, m.suspended_at, t.added_by, t.added_at
                  from public.team_members t join public.members m on m.org_id = t.org_id and m.person_id = t.person_id
                  where t.org_id = $1 and t.team_id = $2 order by lower(m.display_name), m.email limit $3 offset $4";
    let (limit, offset) = page.map_or((None, 0), |page| (Some(page.size.get()), i64::from(page.offset)));
    let rows: Vec<Row> = tx.all(sqlx::query_as(select).bind(org).bind(team.as_uuid()).bind(limit).bind(offset)).await?;
    let read = |row: Row| TeamMemberRecord {
        person: Id::from_uuid(row.person_id),
        name: row.display_name,
        email: row.email,
        suspended_at: row.suspended_at,
        added_by: row.added_by,
        added_at: row.added_at,
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Puts a member into a team; false when they are in it already.
pub async fn add_member(tx: &mut OrgTx, team: TeamId, person: PersonId, by: &str) -> Result<bool> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let insert = "insert into public.team_members (org_id, team_id, person_id, added_by, added_at) values ($1, $2, $3, $4, $5)
                  on conflict do nothing";
    Ok(tx.run(sqlx::query(insert).bind(org).bind(team.as_uuid()).bind(person.as_uuid()).bind(by).bind(now)).await? == 1)
}

/// Takes a member out of a team; false when they were not in it.
pub async fn remove_member(tx: &mut OrgTx, team: TeamId, person: PersonId) -> Result<bool> {
    let org = tx.org().as_uuid();
    let delete = "delete from public.team_members where org_id = $1 and team_id = $2 and person_id = $3";
    Ok(tx.run(sqlx::query(delete).bind(org).bind(team.as_uuid()).bind(person.as_uuid())).await? == 1)
}
