use axum::{Json, extract::State, http::StatusCode};
use gate::{ApiClient, PoliciesWrite, json_body::Body, problem::Problem};
use governance::{
    Governance,
    dynamic_policies::{DynamicPolicyView, NewDynamicPolicy, create},
};

use super::shapes::{DynamicPolicy, DynamicPolicyToMake};

/// Makes a policy out of conditions, for the credential's workspace or organisation.
#[utoipa::path(post, path = "/api/v1/dynamic-policies", tag = "policies", request_body = DynamicPolicyToMake,
    responses((status = 201, body = DynamicPolicy)))]
pub(in crate::api) async fn create_dynamic_policy(
    client: ApiClient<PoliciesWrite>,
    State(gov): State<Governance>,
    body: Body<NewDynamicPolicy>,
) -> Result<(StatusCode, Json<DynamicPolicyView>), Problem> {
    Ok((StatusCode::CREATED, Json(create(&gov, &client.caller.scope, body.value).await?)))
}
