use axum::{
    Json,
    extract::{Path, State},
};
use gate::{ApiClient, PoliciesWrite, json_body::Body, problem::Problem};
use governance::{
    Governance,
    rego_policies::{RegoPolicyChange, RegoPolicyView, update},
};

use super::shapes::{RegoPolicy, RegoPolicyToChange};

/// Changes a Rego policy under its next version; what is not named stays.
#[utoipa::path(put, path = "/api/v1/rego-policies/{id}", tag = "policies", params(("id" = String, Path)),
    request_body = RegoPolicyToChange, responses((status = 200, body = RegoPolicy), (status = 404)))]
pub(in crate::api) async fn update_rego_policy(
    client: ApiClient<PoliciesWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    body: Body<RegoPolicyChange>,
) -> Result<Json<RegoPolicyView>, Problem> {
    Ok(Json(update(&gov, &client.caller.scope, &id, body.value).await?))
}
