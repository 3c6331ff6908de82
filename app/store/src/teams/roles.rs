//! What teams carry, and the roles of their members that follow from it.

use model::{RoleId, TeamId};

use crate::{OrgTx, Result};

/// Lets a team carry a role; false when it does already.
pub async fn give_role(tx: &mut OrgTx, team: TeamId, role: RoleId, by: &str) -> Result<bool> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let insert = "insert into public.team_roles (org_id, team_id, role_id, given_by, given_at) values ($1, $2, $3, $4, $5)
                  on conflict do nothing";
    Ok(tx.run(sqlx::query(insert).bind(org).bind(team.as_uuid()).bind(role.as_uuid()).bind(by).bind(now)).await? == 1)
}

/// A team carries a role no longer; false when it did not.
pub async fn take_role(tx: &mut OrgTx, team: TeamId, role: RoleId) -> Result<bool> {
    let org = tx.org().as_uuid();
    let delete = "delete from public.team_roles where org_id = $1 and team_id = $2 and role_id = $3";
    Ok(tx.run(sqlx::query(delete).bind(org).bind(team.as_uuid()).bind(role.as_uuid())).await? == 1)
}

/// What everybody has by the teams that they are in, each role once, with the names of all teams that give it.
const DESIRED: &str = "
  with desired as (
    select m.person_id, r.role_id, string_agg(t.name, ', ' order by lower(t.name)) as via
    from public.team_members m
    join public.team_roles r on r.org_id = m.org_id and r.team_id = m.team_id
    join public.teams t on t.org_id = m.org_id and t.team_id = m.team_id
    where m.org_id = $1
    group by m.person_id, r.role_id
  )";

/// Gives and takes what follows from teams, their members and their roles. Members have to be locked.
pub async fn settle(tx: &mut OrgTx, by: &str) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let take = format!(
        "{DESIRED} delete from public.user_roles u where u.org_id = $1 and u.source = 'team'
           and not exists (select from desired x where x.person_id = u.person_id and x.role_id = u.role_id)"
    );
    tx.run(sqlx::query(sqlx::AssertSqlSafe(take)).bind(org)).await?;
    let give = format!(
        "{DESIRED} insert into public.user_roles (org_id, person_id, role_id, source, via, granted_by, granted_at)
         select $1, x.person_id, x.role_id, 'team', x.via, $2, $3 from desired x
         where not exists (
           select from public.user_roles u where u.org_id = $1 and u.person_id = x.person_id and u.role_id = x.role_id
             and u.source = 'team' and u.via = x.via)
         on conflict (org_id, person_id, role_id, source) do update set via = excluded.via"
    );
    tx.run(sqlx::query(sqlx::AssertSqlSafe(give)).bind(org).bind(by).bind(now)).await?;
    Ok(())
}
