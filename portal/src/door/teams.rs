use governance::teams::{self, TeamChange, TeamInput};
use model::{
    PageRequest, PageSize, Permission, PersonId, RoleId, TeamId,
    views::{Affected, TeamLine, TeamView},
};

use super::{OrRefuse as _, door, member};
use crate::PortalError;

/// One page of the teams, counted from 1, and how many there are.
pub(crate) async fn teams(org: String, page: u32) -> Result<(u64, Vec<TeamLine>), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersRead).await?;
    let size = PageSize::default();
    let skipped = i64::from(page.saturating_sub(1)).saturating_mul(size.get());
    let page = PageRequest { size, offset: u32::try_from(skipped).unwrap_or(u32::MAX) };
    teams::list(door.governance(), &scope, page).await.or_refuse(&door).map(|(teams, total)| (total, teams))
}

/// One team.
pub(crate) async fn one_team(org: String, id: TeamId) -> Result<TeamView, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersRead).await?;
    teams::find(door.governance(), &scope, id).await.or_refuse(&door)
}

/// Makes a team.
pub(crate) async fn create(org: String, name: &str, description: &str) -> Result<TeamId, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersWrite).await?;
    let input = TeamInput::parse(name, description).or_refuse(&door)?;
    teams::create(door.governance(), &scope, &input).await.or_refuse(&door)
}

/// Gives a team another name or description.
pub(crate) async fn change(org: String, id: TeamId, name: &str, description: &str) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersWrite).await?;
    let input = TeamInput::parse(name, description).or_refuse(&door)?;
    teams::change(door.governance(), &scope, id, &input).await.or_refuse(&door)
}

/// Who would gain and lose what.
pub(crate) async fn preview(
    org: String,
    id: TeamId,
    what: &str,
    roles: Vec<RoleId>,
    people: Vec<PersonId>,
) -> Result<Vec<Affected>, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersWrite).await?;
    let change = read(what, roles, people)?;
    teams::preview(door.governance(), &scope, id, &change).await.or_refuse(&door)
}

/// Makes the change.
pub(crate) async fn apply(org: String, id: TeamId, what: &str, roles: Vec<RoleId>, people: Vec<PersonId>) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersWrite).await?;
    let change = read(what, roles, people)?;
    teams::apply(door.governance(), &scope, id, &change).await.or_refuse(&door)
}

/// What the form of a team's page asks for.
fn read(what: &str, roles: Vec<RoleId>, people: Vec<PersonId>) -> Result<TeamChange, PortalError> {
    match what {
        "roles" => Ok(TeamChange::Roles(roles)),
        "add" if people.is_empty() => Err(PortalError::Refused("Choose who is to be in the team.".to_owned())),
        "add" => Ok(TeamChange::Add(people)),
        "remove" => Ok(TeamChange::Remove(people)),
        "delete" => Ok(TeamChange::Delete),
        _ => Err(PortalError::NotFound),
    }
}
