use axum::{
    Json,
    extract::{Path, State},
};
use gate::{ApiClient, PoliciesWrite, json_body::Body, problem::Problem};
use governance::{
    Governance,
    policies::{PolicyView, toggle},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::shapes::StaticPolicy;

#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct PolicyToggle {
    enabled: bool,
}

/// Puts an own policy in force or out of it.
#[utoipa::path(patch, path = "/api/v1/static-policies/{id}", tag = "policies", params(("id" = String, Path)), request_body = PolicyToggle,
    responses((status = 200, body = StaticPolicy), (status = 404)))]
pub(in crate::api) async fn toggle_policy(
    client: ApiClient<PoliciesWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    body: Body<PolicyToggle>,
) -> Result<Json<PolicyView>, Problem> {
    Ok(Json(toggle(&gov, &client.caller.scope, &id, body.value.enabled).await?))
}
