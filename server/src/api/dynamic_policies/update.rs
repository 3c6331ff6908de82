use axum::{
    Json,
    extract::{Path, State},
};
use gate::{ApiClient, PoliciesWrite, json_body::Body, problem::Problem};
use governance::{
    Governance,
    dynamic_policies::{DynamicPolicyChange, DynamicPolicyView, update},
};

use super::shapes::{DynamicPolicy, DynamicPolicyToChange};

/// Changes a dynamic policy under its next version; what is not named stays.
#[utoipa::path(put, path = "/api/v1/dynamic-policies/{id}", tag = "policies", params(("id" = String, Path)),
    request_body = DynamicPolicyToChange, responses((status = 200, body = DynamicPolicy), (status = 404)))]
pub(in crate::api) async fn update_dynamic_policy(
    client: ApiClient<PoliciesWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    body: Body<DynamicPolicyChange>,
) -> Result<Json<DynamicPolicyView>, Problem> {
    Ok(Json(update(&gov, &client.caller.scope, &id, body.value).await?))
}
