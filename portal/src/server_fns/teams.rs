use leptos::prelude::*;
use model::{
    PersonId, RoleId, TeamId,
    views::{Affected, TeamLine, TeamView},
};

#[cfg(feature = "ssr")]
use super::typed;
use crate::PortalError;

/// One page of the teams, counted from 1, and how many there are.
#[server(prefix = "/fn", endpoint = "teams/list")]
pub(crate) async fn list_teams(org: String, page: u32) -> Result<(u64, Vec<TeamLine>), PortalError> {
    crate::door::teams::teams(org, page).await
}

/// One team.
#[server(prefix = "/fn", endpoint = "teams/read")]
pub(crate) async fn read_team(org: String, id: TeamId) -> Result<TeamView, PortalError> {
    crate::door::teams::one_team(org, id).await
}

/// Makes a team.
#[server(prefix = "/fn", endpoint = "teams/create")]
pub(crate) async fn create_team(org: String, name: String, #[server(default)] description: String) -> Result<(), PortalError> {
    let team = crate::door::teams::create(org.clone(), &name, &description).await.inspect_err(|_| {
        typed::keep("name", &name);
        typed::keep("description", &description);
    })?;
    leptos_axum::redirect(&format!("/o/{org}/teams/{team}?done=team-created"));
    Ok(())
}

/// Gives a team another name or description.
#[server(prefix = "/fn", endpoint = "teams/change")]
pub(crate) async fn change_team(org: String, id: TeamId, name: String, #[server(default)] description: String) -> Result<(), PortalError> {
    crate::door::teams::change(org.clone(), id, &name, &description).await?;
    leptos_axum::redirect(&format!("/o/{org}/teams/{id}?done=team-changed"));
    Ok(())
}

/// Who would gain and lose what by a change of who is in a team or of what it carries.
#[server(prefix = "/fn", endpoint = "teams/preview")]
pub(crate) async fn preview_team(
    org: String,
    id: TeamId,
    what: String,
    #[server(default)] roles: Vec<RoleId>,
    #[server(default)] people: Vec<PersonId>,
) -> Result<Vec<Affected>, PortalError> {
    crate::door::teams::preview(org, id, &what, roles, people).await
}

/// Makes that change.
#[server(prefix = "/fn", endpoint = "teams/apply")]
pub(crate) async fn apply_to_team(
    org: String,
    id: TeamId,
    what: String,
    #[server(default)] roles: Vec<RoleId>,
    #[server(default)] people: Vec<PersonId>,
) -> Result<(), PortalError> {
    crate::door::teams::apply(org.clone(), id, &what, roles, people).await?;
    let to = if what == "delete" { "teams?done=team-removed".to_owned() } else { format!("teams/{id}?done=team-{what}") };
    leptos_axum::redirect(&format!("/o/{org}/{to}"));
    Ok(())
}
