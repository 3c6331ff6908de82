use axum::{
    Json,
    extract::{Path, State},
};
use gate::{ApiClient, PoliciesRelease, json_body::Body, problem::Problem};
use governance::{Governance, releases};
use model::views::ReleaseLine;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::policy_releases::PolicyRelease;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct RollBack {
    /// A version that was in force.
    version: i32,
    reason: Option<String>,
}

/// Puts an earlier version of a policy of any kind back in force, in one step; a removed policy comes back.
#[utoipa::path(post, path = "/api/v1/static-policies/{id}/roll-back", tag = "policies", params(("id" = String, Path)),
    request_body = RollBack, responses((status = 200, body = PolicyRelease), (status = 404), (status = 409)))]
pub(in crate::api) async fn roll_back_policy(
    client: ApiClient<PoliciesRelease>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    body: Body<RollBack>,
) -> Result<Json<ReleaseLine>, Problem> {
    let RollBack { version, reason } = body.value;
    Ok(Json(releases::roll_back(&gov, &client.caller.scope, &id, version, reason.as_deref()).await?))
}
