use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use gate::{ApiClient, PoliciesWrite, json_body::Body, problem::Problem};
use governance::{Governance, releases};

use super::{release_id, shapes::Nothing};

/// Gives a change up; a policy that was never in force goes with it.
#[utoipa::path(post, path = "/api/v1/policy-releases/{id}/withdrawal", tag = "policies", params(("id" = String, Path)),
    request_body = Nothing, responses((status = 204), (status = 404), (status = 409)))]
pub(in crate::api) async fn withdraw_release(
    client: ApiClient<PoliciesWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    _: Body<Nothing>,
) -> Result<StatusCode, Problem> {
    releases::withdraw(&gov, &client.caller.scope, release_id(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
