use axum::{
    Json,
    extract::{Path, State},
};
use gate::{ApiClient, PoliciesRead, problem::Problem};
use governance::{
    Governance,
    policies::{PolicyView, get},
};

use super::shapes::StaticPolicy;

/// One policy.
#[utoipa::path(get, path = "/api/v1/static-policies/{id}", tag = "policies", params(("id" = String, Path)),
    responses((status = 200, body = StaticPolicy), (status = 404)))]
pub(in crate::api) async fn get_policy(
    client: ApiClient<PoliciesRead>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
) -> Result<Json<PolicyView>, Problem> {
    Ok(Json(get(&gov, &client.caller.scope, &id).await?))
}
