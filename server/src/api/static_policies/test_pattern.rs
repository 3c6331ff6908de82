use axum::Json;
use gate::{ApiClient, PoliciesRead, json_body::Body, problem::Problem};
use governance::policies::{PatternTest, test_pattern};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct PatternToTest {
    pattern: String,
    inputs: Vec<String>,
}

/// Tries a pattern on some texts; nothing is stored.
#[utoipa::path(post, path = "/api/v1/static-policies/test", tag = "policies", request_body = PatternToTest, responses((status = 200, body = Value)))]
pub(in crate::api) async fn test_policy_pattern(
    _: ApiClient<PoliciesRead>,
    body: Body<PatternToTest>,
) -> Result<Json<PatternTest>, Problem> {
    Ok(Json(test_pattern(body.value.pattern, body.value.inputs)?))
}
