use axum::{Json, extract::State};
use gate::{ApiClient, PoliciesRead, problem::Problem};
use governance::{
    Governance,
    governing::{GoverningView, get},
};

use super::shapes::Governing;

/// The profile and settings, and what every shipped policy does under them, with what decided it.
#[utoipa::path(get, path = "/api/v1/governance", tag = "policies", responses((status = 200, body = Governing)))]
pub(in crate::api) async fn get_governing(
    client: ApiClient<PoliciesRead>,
    State(gov): State<Governance>,
) -> Result<Json<GoverningView>, Problem> {
    Ok(Json(get(&gov, &client.caller.scope).await?))
}
