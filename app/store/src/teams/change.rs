use model::TeamId;

use crate::{OrgTx, Result, row::expect_one};

/// What a team is to be.
#[derive(Debug, Clone, Copy)]
pub struct TeamFields<'a> {
    /// Its name, once per organisation however it is written.
    pub name: &'a str,
    /// What it is for.
    pub description: &'a str,
}

/// Adds a team without members and roles.
pub async fn add(tx: &mut OrgTx, team: TeamId, fields: &TeamFields<'_>, by: &str) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let insert = "insert into public.teams (org_id, team_id, name, description, created_by, created_at) values ($1, $2, $3, $4, $5, $6)";
    let query = sqlx::query(insert).bind(org).bind(team.as_uuid()).bind(fields.name).bind(fields.description);
    tx.run(query.bind(by).bind(now)).await.and_then(expect_one)
}

/// Gives a team another name and description.
pub async fn change(tx: &mut OrgTx, team: TeamId, fields: &TeamFields<'_>) -> Result<()> {
    let org = tx.org().as_uuid();
    let update = "update public.teams set name = $3, description = $4 where org_id = $1 and team_id = $2";
    let query = sqlx::query(update).bind(org).bind(team.as_uuid()).bind(fields.name).bind(fields.description);
    tx.run(query).await.and_then(expect_one)
}

/// Removes a team; who was in it and what it carried goes with it.
pub async fn remove(tx: &mut OrgTx, team: TeamId) -> Result<()> {
    let org = tx.org().as_uuid();
    let delete = "delete from public.teams where org_id = $1 and team_id = $2";
    tx.run(sqlx::query(delete).bind(org).bind(team.as_uuid())).await.and_then(expect_one)
}
