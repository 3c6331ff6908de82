use axum::{
    Json,
    extract::{Path, State},
};
use gate::{ApiClient, MembersRead, problem::Problem};
use governance::{Governance, teams};
use model::views::TeamLine;

use super::{shapes::Team, team_id};

/// One team with the roles that it carries.
#[utoipa::path(get, path = "/api/v1/teams/{id}", tag = "members", params(("id" = String, Path)),
    responses((status = 200, body = Team), (status = 404)))]
pub(in crate::api) async fn get_team(
    client: ApiClient<MembersRead>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
) -> Result<Json<TeamLine>, Problem> {
    Ok(Json(teams::find(&gov, &client.caller.scope, team_id(&id)?).await?.line))
}
