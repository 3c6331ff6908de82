use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use gate::{ApiClient, MembersWrite, problem::Problem};
use governance::{
    Governance, roles,
    teams::{self, TeamChange},
};

use super::team_id;

/// Takes a role, named by id or name, from a team and so from whoever has it by the team alone.
///
/// There is no route that gives one: roles are handed out by people, and a key acts for nobody.
#[utoipa::path(delete, path = "/api/v1/teams/{id}/roles/{role}", tag = "members",
    params(("id" = String, Path), ("role" = String, Path)), responses((status = 204), (status = 404)))]
pub(in crate::api) async fn take_team_role(
    client: ApiClient<MembersWrite>,
    State(gov): State<Governance>,
    Path((id, role)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let scope = &client.caller.scope;
    let role = roles::named(&gov, scope, &role).await?;
    teams::apply(&gov, scope, team_id(&id)?, &TeamChange::Take(vec![role])).await?;
    Ok(StatusCode::NO_CONTENT)
}
