use axum::{Json, extract::State, http::StatusCode};
use gate::{ApiClient, MembersWrite, json_body::Body, problem::Problem};
use governance::{
    Governance,
    teams::{self, TeamInput},
};
use model::views::TeamLine;

use super::shapes::{Team, TeamToMake};

/// Makes a team; nobody is in it and it carries no role.
#[utoipa::path(post, path = "/api/v1/teams", tag = "members", request_body = TeamToMake,
    responses((status = 201, body = Team), (status = 400), (status = 409)))]
pub(in crate::api) async fn create_team(
    client: ApiClient<MembersWrite>,
    State(gov): State<Governance>,
    body: Body<TeamToMake>,
) -> Result<(StatusCode, Json<TeamLine>), Problem> {
    let scope = &client.caller.scope;
    let input = TeamInput::parse(&body.value.name, &body.value.description)?;
    let team = teams::create(&gov, scope, &input).await?;
    Ok((StatusCode::CREATED, Json(teams::find(&gov, scope, team).await?.line)))
}
