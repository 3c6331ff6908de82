use axum::{Json, extract::State, http::StatusCode};
use gate::{ApiClient, PoliciesWrite, json_body::Body, problem::Problem};
use governance::{
    Governance,
    policies::{NewPolicy, PolicyView, create},
};

use super::shapes::{PolicyToMake, StaticPolicy};

/// Makes a policy for the credential's workspace or organisation.
#[utoipa::path(post, path = "/api/v1/static-policies", tag = "policies", request_body = PolicyToMake, responses((status = 201, body = StaticPolicy)))]
pub(in crate::api) async fn create_policy(
    client: ApiClient<PoliciesWrite>,
    State(gov): State<Governance>,
    body: Body<NewPolicy>,
) -> Result<(StatusCode, Json<PolicyView>), Problem> {
    Ok((StatusCode::CREATED, Json(create(&gov, &client.caller.scope, body.value).await?)))
}
