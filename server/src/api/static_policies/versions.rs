use axum::{
    Json,
    extract::{Path, State},
};
use gate::{ApiClient, PoliciesRead, problem::Problem};
use governance::{
    Governance,
    policies::{VersionView, versions},
};
use serde::Serialize;

#[derive(Serialize)]
pub(in crate::api) struct Versions {
    versions: Vec<VersionView>,
}

/// Every form of a policy, newest first.
#[utoipa::path(get, path = "/api/v1/static-policies/{id}/versions", tag = "policies", params(("id" = String, Path)),
    responses((status = 200, body = Value), (status = 404)))]
pub(in crate::api) async fn policy_versions(
    client: ApiClient<PoliciesRead>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
) -> Result<Json<Versions>, Problem> {
    Ok(Json(Versions { versions: versions(&gov, &client.caller.scope, &id).await? }))
}
