use axum::{
    Json,
    extract::{Path, State},
};
use gate::{ApiClient, PoliciesRelease, json_body::Body, problem::Problem};
use governance::{Governance, releases};
use model::views::ReleaseLine;

use super::{
    release_id,
    shapes::{Nothing, PolicyRelease},
};

/// Puts a change in force that somebody else wrote.
#[utoipa::path(post, path = "/api/v1/policy-releases/{id}/release", tag = "policies", params(("id" = String, Path)), request_body = Nothing,
    responses((status = 200, body = PolicyRelease), (status = 403), (status = 404), (status = 409)))]
pub(in crate::api) async fn release_policy(
    client: ApiClient<PoliciesRelease>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    _: Body<Nothing>,
) -> Result<Json<ReleaseLine>, Problem> {
    Ok(Json(releases::release(&gov, &client.caller.scope, release_id(&id)?).await?))
}
