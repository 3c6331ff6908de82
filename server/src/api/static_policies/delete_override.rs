use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use gate::{ApiClient, PoliciesWrite, problem::Problem};
use governance::{Governance, policies};

/// Lifts an override.
#[utoipa::path(delete, path = "/api/v1/static-policies/{id}/override", tag = "policies", params(("id" = String, Path)),
    responses((status = 204), (status = 404)))]
pub(in crate::api) async fn delete_override(
    client: ApiClient<PoliciesWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    policies::delete_override(&gov, &client.caller.scope, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
