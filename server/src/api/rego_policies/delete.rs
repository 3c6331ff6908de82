use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use gate::{ApiClient, PoliciesWrite, problem::Problem};
use governance::{Governance, rego_policies::delete};

/// Takes a Rego policy out of force; its versions stay.
#[utoipa::path(delete, path = "/api/v1/rego-policies/{id}", tag = "policies", params(("id" = String, Path)),
    responses((status = 204), (status = 404)))]
pub(in crate::api) async fn delete_rego_policy(
    client: ApiClient<PoliciesWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    delete(&gov, &client.caller.scope, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
