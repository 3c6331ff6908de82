use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use gate::{ApiClient, PoliciesWrite, json_body::Body, problem::Problem};
use governance::{
    Governance,
    policies::{self, Loosening, NewOverride, OverrideView},
};

use super::shapes::{OverrideToMake, PolicyOverride};

/// Changes what a policy asks for, without editing it. A less strict action needs `policies:loosen` and an end.
#[utoipa::path(post, path = "/api/v1/static-policies/{id}/override", tag = "policies", params(("id" = String, Path)), request_body = OverrideToMake,
    responses((status = 201, body = PolicyOverride), (status = 404), (status = 409)))]
pub(in crate::api) async fn create_override(
    client: ApiClient<PoliciesWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    body: Body<NewOverride>,
) -> Result<(StatusCode, Json<OverrideView>), Problem> {
    let loosening = Loosening::of(client.caller.permissions);
    Ok((StatusCode::CREATED, Json(policies::create_override(&gov, &client.caller.scope, &id, loosening, body.value).await?)))
}
