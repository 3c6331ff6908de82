use axum::{Json, extract::State};
use gate::{ApiClient, PoliciesRead, problem::Problem};
use governance::{
    Governance,
    policies::{self, OverrideView},
};
use serde::Serialize;

#[derive(Serialize)]
pub(in crate::api) struct Overrides {
    count: usize,
    overrides: Vec<OverrideView>,
}

/// The overrides that are in force.
#[utoipa::path(get, path = "/api/v1/static-policies/overrides", tag = "policies", responses((status = 200, body = Value)))]
pub(in crate::api) async fn list_overrides(
    client: ApiClient<PoliciesRead>,
    State(gov): State<Governance>,
) -> Result<Json<Overrides>, Problem> {
    let overrides = policies::list_overrides(&gov, &client.caller.scope).await?;
    Ok(Json(Overrides { count: overrides.len(), overrides }))
}
