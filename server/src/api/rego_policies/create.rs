use axum::{Json, extract::State, http::StatusCode};
use gate::{ApiClient, PoliciesWrite, json_body::Body, problem::Problem};
use governance::{
    Governance,
    rego_policies::{NewRegoPolicy, RegoPolicyView, create},
};

use super::shapes::{RegoPolicy, RegoPolicyToMake};

/// Makes a policy out of a Rego module, for the credential's workspace or organisation.
#[utoipa::path(post, path = "/api/v1/rego-policies", tag = "policies", request_body = RegoPolicyToMake,
    responses((status = 201, body = RegoPolicy)))]
pub(in crate::api) async fn create_rego_policy(
    client: ApiClient<PoliciesWrite>,
    State(gov): State<Governance>,
    body: Body<NewRegoPolicy>,
) -> Result<(StatusCode, Json<RegoPolicyView>), Problem> {
    Ok((StatusCode::CREATED, Json(create(&gov, &client.caller.scope, body.value).await?)))
}
