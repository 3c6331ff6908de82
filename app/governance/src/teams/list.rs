use model::{
    PageRequest, TeamId,
    views::{MemberState, TeamLine, TeamMember, TeamRole, TeamView},
};
use store::{
    OrgScope,
    teams::{self, TeamMemberRecord, TeamRecord},
};

use crate::{Error, Governance, Result};

/// One page of the teams, by name, and how many there are.
pub async fn list(gov: &Governance, scope: &OrgScope, page: PageRequest) -> Result<(Vec<TeamLine>, u64)> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let (teams, total) = teams::list(&mut tx, page).await?;
    Ok((teams.into_iter().map(line).collect(), total.unsigned_abs()))
}

/// One team with everybody who is in it.
pub async fn find(gov: &Governance, scope: &OrgScope, team: TeamId) -> Result<TeamView> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let found = teams::find(&mut tx, team).await?.ok_or(Error::NotFound)?;
    let members = teams::members_of(&mut tx, team, None).await?;
    Ok(TeamView { line: line(found), members: members.into_iter().map(member).collect() })
}

/// One page of who is in a team, by name, and how many there are.
pub async fn members(gov: &Governance, scope: &OrgScope, team: TeamId, page: PageRequest) -> Result<(Vec<TeamMember>, u64)> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let found = teams::find(&mut tx, team).await?.ok_or(Error::NotFound)?;
    let members = teams::members_of(&mut tx, team, Some(page)).await?;
    Ok((members.into_iter().map(member).collect(), found.members.unsigned_abs()))
}

/// The team that a text names: by its id, or by its name.
pub async fn named(gov: &Governance, scope: &OrgScope, text: &str) -> Result<TeamLine> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let found = match text.parse() {
        Ok(team) => teams::find(&mut tx, team).await?,
        Err(_) => teams::find_by_name(&mut tx, text).await?,
    };
    found.map(line).ok_or(Error::NotFound)
}

fn line(team: TeamRecord) -> TeamLine {
    TeamLine {
        team: team.team,
        name: team.name,
        description: team.description,
        members: u32::try_from(team.members).unwrap_or(u32::MAX),
        roles: team.roles.into_iter().map(|(role, name)| TeamRole { role, name }).collect(),
    }
}

fn member(record: TeamMemberRecord) -> TeamMember {
    TeamMember {
        person: record.person,
        name: record.name,
        email: record.email,
        state: if record.suspended_at.is_some() { MemberState::Suspended } else { MemberState::Active },
        added_by: record.added_by,
        added_at: record.added_at,
    }
}
