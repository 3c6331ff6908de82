use axum::{
    Json,
    extract::{Path, State},
};
use gate::{ApiClient, PoliciesWrite, json_body::Body, problem::Problem};
use governance::{
    Governance,
    policies::{PolicyChange, PolicyView, update},
};

use super::shapes::{PolicyToChange, StaticPolicy};

/// Changes an own policy under its next version.
#[utoipa::path(put, path = "/api/v1/static-policies/{id}", tag = "policies", params(("id" = String, Path)), request_body = PolicyToChange,
    responses((status = 200, body = StaticPolicy), (status = 404)))]
pub(in crate::api) async fn update_policy(
    client: ApiClient<PoliciesWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    body: Body<PolicyChange>,
) -> Result<Json<PolicyView>, Problem> {
    Ok(Json(update(&gov, &client.caller.scope, &id, body.value).await?))
}
