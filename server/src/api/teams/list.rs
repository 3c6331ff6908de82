use axum::{Json, extract::State};
use gate::{ApiClient, MembersRead, problem::Problem};
use governance::{Governance, teams};

use super::{page, shapes::TeamPage};
use crate::http::QueryText;

/// The teams of the organisation, by name.
#[utoipa::path(get, path = "/api/v1/teams", tag = "members", responses((status = 200, body = TeamPage)),
    params(("limit" = Option<i64>, Query), ("offset" = Option<u32>, Query)))]
pub(in crate::api) async fn list_teams(
    client: ApiClient<MembersRead>,
    State(gov): State<Governance>,
    query: QueryText,
) -> Result<Json<TeamPage>, Problem> {
    let page = page(&query)?;
    let (teams, total) = teams::list(&gov, &client.caller.scope, page).await?;
    Ok(Json(TeamPage { teams, total, limit: page.size.get(), offset: page.offset }))
}
