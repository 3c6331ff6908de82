use axum::{Json, extract::State};
use gate::{ApiClient, SettingsWrite, json_body::Body, problem::Problem};
use governance::{
    Governance,
    governing::{GoverningChange, GoverningView, change},
};

use super::shapes::{Governing, GoverningToSet};

/// Changes the profile, the settings, or both.
#[utoipa::path(put, path = "/api/v1/governance", tag = "policies", request_body = GoverningToSet,
    responses((status = 200, body = Governing)))]
pub(in crate::api) async fn set_governing(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
    body: Body<GoverningChange>,
) -> Result<Json<GoverningView>, Problem> {
    Ok(Json(change(&gov, &client.caller.scope, body.value).await?))
}
