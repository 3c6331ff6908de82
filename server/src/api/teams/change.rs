use axum::{
    Json,
    extract::{Path, State},
};
use gate::{ApiClient, MembersWrite, json_body::Body, problem::Problem};
use governance::{
    Governance,
    teams::{self, TeamInput},
};
use model::views::TeamLine;

use super::{
    shapes::{Team, TeamToChange},
    team_id,
};

/// Gives a team another name or description; what is not named stays.
#[utoipa::path(patch, path = "/api/v1/teams/{id}", tag = "members", params(("id" = String, Path)), request_body = TeamToChange,
    responses((status = 200, body = Team), (status = 400), (status = 404), (status = 409)))]
pub(in crate::api) async fn change_team(
    client: ApiClient<MembersWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    body: Body<TeamToChange>,
) -> Result<Json<TeamLine>, Problem> {
    let (scope, team, new) = (&client.caller.scope, team_id(&id)?, body.value);
    let now = teams::find(&gov, scope, team).await?.line;
    let input = TeamInput::parse(&new.name.unwrap_or(now.name), &new.description.unwrap_or(now.description))?;
    teams::change(&gov, scope, team, &input).await?;
    Ok(Json(teams::find(&gov, scope, team).await?.line))
}
