use axum::{Json, extract::State};
use gate::{ApiClient, PoliciesRead, json_body::Body, problem::Problem};
use governance::{
    Governance,
    simulation::{ConflictReport, conflicts},
};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct ConflictQuestion {
    /// Only pairs with this policy.
    policy_id: Option<String>,
}

/// Policies that get in each other's way.
#[utoipa::path(post, path = "/api/v1/policies/conflicts", tag = "policies", request_body = ConflictQuestion,
    responses((status = 200, body = Value), (status = 403), (status = 404)))]
pub(in crate::api) async fn policy_conflicts(
    client: ApiClient<PoliciesRead>,
    State(gov): State<Governance>,
    body: Body<ConflictQuestion>,
) -> Result<Json<ConflictReport>, Problem> {
    Ok(Json(conflicts(&gov, &client.caller.scope, body.value.policy_id.as_deref().filter(|id| !id.is_empty())).await?))
}
