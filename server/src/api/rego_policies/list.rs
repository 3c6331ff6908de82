use axum::{Json, extract::State};
use gate::{ApiClient, PoliciesRead, problem::Problem};
use governance::{
    Governance,
    rego_policies::{RegoPolicyView, list},
};
use serde::Serialize;

use super::shapes::RegoPolicyList;

#[derive(Serialize)]
pub(in crate::api) struct RegoPolicies {
    policies: Vec<RegoPolicyView>,
}

/// The Rego policies that the credential may see.
#[utoipa::path(get, path = "/api/v1/rego-policies", tag = "policies", responses((status = 200, body = RegoPolicyList)))]
pub(in crate::api) async fn list_rego_policies(
    client: ApiClient<PoliciesRead>,
    State(gov): State<Governance>,
) -> Result<Json<RegoPolicies>, Problem> {
    Ok(Json(RegoPolicies { policies: list(&gov, &client.caller.scope).await? }))
}
