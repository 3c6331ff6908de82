use axum::{
    Json,
    extract::{Path, State},
};
use gate::{ApiClient, PoliciesEmergency, json_body::Body, problem::Problem};
use governance::{Governance, releases};
use model::views::ReleaseLine;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{release_id, shapes::PolicyRelease};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Emergency {
    /// At least 10 characters.
    reason: String,
}

/// Puts a change in force at once, without tests, simulation or a second person; it waits for review.
#[utoipa::path(post, path = "/api/v1/policy-releases/{id}/emergency", tag = "policies", params(("id" = String, Path)),
    request_body = Emergency, responses((status = 200, body = PolicyRelease), (status = 404), (status = 409)))]
pub(in crate::api) async fn release_in_emergency(
    client: ApiClient<PoliciesEmergency>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    body: Body<Emergency>,
) -> Result<Json<ReleaseLine>, Problem> {
    Ok(Json(releases::release_in_emergency(&gov, &client.caller.scope, release_id(&id)?, &body.value.reason).await?))
}
