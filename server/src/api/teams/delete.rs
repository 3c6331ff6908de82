use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use gate::{ApiClient, MembersWrite, problem::Problem};
use governance::{
    Governance,
    teams::{self, TeamChange},
};

use super::team_id;

/// Removes a team; its members lose what they have by it and by nothing else.
#[utoipa::path(delete, path = "/api/v1/teams/{id}", tag = "members", params(("id" = String, Path)),
    responses((status = 204), (status = 404)))]
pub(in crate::api) async fn delete_team(
    client: ApiClient<MembersWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    teams::apply(&gov, &client.caller.scope, team_id(&id)?, &TeamChange::Delete).await?;
    Ok(StatusCode::NO_CONTENT)
}
