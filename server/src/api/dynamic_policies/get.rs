use axum::{
    Json,
    extract::{Path, State},
};
use gate::{ApiClient, PoliciesRead, problem::Problem};
use governance::{
    Governance,
    dynamic_policies::{DynamicPolicyView, get},
};

use super::shapes::DynamicPolicy;

/// One dynamic policy.
#[utoipa::path(get, path = "/api/v1/dynamic-policies/{id}", tag = "policies", params(("id" = String, Path)),
    responses((status = 200, body = DynamicPolicy), (status = 404)))]
pub(in crate::api) async fn get_dynamic_policy(
    client: ApiClient<PoliciesRead>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
) -> Result<Json<DynamicPolicyView>, Problem> {
    Ok(Json(get(&gov, &client.caller.scope, &id).await?))
}
