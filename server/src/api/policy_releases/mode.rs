use axum::{Json, extract::State};
use gate::{ApiClient, PoliciesRead, SettingsWrite, json_body::Body, problem::Problem};
use governance::{Governance, releases};
use model::ReleaseMode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct ModeOfRelease {
    /// `direct` or `reviewed`.
    #[schema(value_type = String)]
    release_mode: ReleaseMode,
}

/// How changes of policies come into force.
#[utoipa::path(get, path = "/api/v1/policy-releases/mode", tag = "policies", responses((status = 200, body = ModeOfRelease)))]
pub(in crate::api) async fn get_release_mode(
    client: ApiClient<PoliciesRead>,
    State(gov): State<Governance>,
) -> Result<Json<ModeOfRelease>, Problem> {
    Ok(Json(ModeOfRelease { release_mode: releases::mode(&gov, &client.caller.scope).await? }))
}

/// Changes how changes of policies come into force.
#[utoipa::path(put, path = "/api/v1/policy-releases/mode", tag = "policies", request_body = ModeOfRelease,
    responses((status = 200, body = ModeOfRelease)))]
pub(in crate::api) async fn set_release_mode(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
    body: Body<ModeOfRelease>,
) -> Result<Json<ModeOfRelease>, Problem> {
    releases::set_mode(&gov, &client.caller.scope, body.value.release_mode).await?;
    Ok(Json(body.value))
}
