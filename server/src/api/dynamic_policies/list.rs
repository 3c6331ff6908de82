use axum::{Json, extract::State};
use gate::{ApiClient, PoliciesRead, problem::Problem};
use governance::{
    Governance,
    dynamic_policies::{DynamicPolicyView, list},
};
use serde::Serialize;

use super::shapes::DynamicPolicyList;
use crate::{api::policy_filter::policy_filter, http::QueryText};

#[derive(Serialize)]
pub(in crate::api) struct DynamicPolicies {
    pub(super) policies: Vec<DynamicPolicyView>,
}

/// The dynamic policies that the credential may see.
#[utoipa::path(get, path = "/api/v1/dynamic-policies", tag = "policies", responses((status = 200, body = DynamicPolicyList)),
    params(("type" = Option<String>, Query), ("category" = Option<String>, Query), ("tier" = Option<String>, Query),
        ("enabled" = Option<bool>, Query), ("search" = Option<String>, Query), ("sort_by" = Option<String>, Query),
        ("sort_order" = Option<String>, Query), ("limit" = Option<u32>, Query), ("offset" = Option<u32>, Query)))]
pub(in crate::api) async fn list_dynamic_policies(
    client: ApiClient<PoliciesRead>,
    State(gov): State<Governance>,
    query: QueryText,
) -> Result<Json<DynamicPolicies>, Problem> {
    Ok(Json(DynamicPolicies { policies: list(&gov, &client.caller.scope, &policy_filter(&query)?).await? }))
}
