use axum::{
    Json,
    extract::{Path, State},
};
use gate::{ApiClient, PoliciesRead, problem::Problem};
use governance::{
    Governance,
    rego_policies::{RegoPolicyView, get},
};

use super::shapes::RegoPolicy;

/// One Rego policy, with its module and tests.
#[utoipa::path(get, path = "/api/v1/rego-policies/{id}", tag = "policies", params(("id" = String, Path)),
    responses((status = 200, body = RegoPolicy), (status = 404)))]
pub(in crate::api) async fn get_rego_policy(
    client: ApiClient<PoliciesRead>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
) -> Result<Json<RegoPolicyView>, Problem> {
    Ok(Json(get(&gov, &client.caller.scope, &id).await?))
}
