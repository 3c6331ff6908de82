use axum::{Json, extract::State};
use gate::{ApiClient, PoliciesRead, problem::Problem};
use governance::{
    Governance,
    policies::{PolicyView, list},
};
use serde::Serialize;

use super::shapes::PolicyList;
use crate::{api::policy_filter::policy_filter, http::QueryText};

#[derive(Serialize)]
pub(in crate::api) struct Policies {
    policies: Vec<PolicyView>,
}

/// Shipped and own policies.
#[utoipa::path(get, path = "/api/v1/static-policies", tag = "policies", responses((status = 200, body = PolicyList)),
    params(("category" = Option<String>, Query), ("tier" = Option<String>, Query), ("enabled" = Option<bool>, Query),
        ("search" = Option<String>, Query), ("sort_by" = Option<String>, Query), ("sort_order" = Option<String>, Query),
        ("limit" = Option<u32>, Query), ("offset" = Option<u32>, Query)))]
pub(in crate::api) async fn list_policies(
    client: ApiClient<PoliciesRead>,
    State(gov): State<Governance>,
    query: QueryText,
) -> Result<Json<Policies>, Problem> {
    Ok(Json(Policies { policies: list(&gov, &client.caller.scope, &policy_filter(&query)?).await? }))
}
