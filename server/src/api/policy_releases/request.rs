use axum::{
    Json,
    extract::{Path, State},
};
use gate::{ApiClient, PoliciesWrite, json_body::Body, problem::Problem};
use governance::{Governance, releases};
use model::views::ReleaseLine;

use super::{
    release_id,
    shapes::{Nothing, PolicyRelease},
};

/// Hands a draft in: its tests are run and have to be green, and it was simulated since its last change.
#[utoipa::path(post, path = "/api/v1/policy-releases/{id}/request", tag = "policies", params(("id" = String, Path)), request_body = Nothing,
    responses((status = 200, body = PolicyRelease), (status = 403), (status = 404), (status = 409)))]
pub(in crate::api) async fn request_release(
    client: ApiClient<PoliciesWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    _: Body<Nothing>,
) -> Result<Json<ReleaseLine>, Problem> {
    Ok(Json(releases::request(&gov, &client.caller.scope, release_id(&id)?).await?))
}
