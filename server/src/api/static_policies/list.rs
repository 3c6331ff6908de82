use axum::{Json, extract::State};
use gate::{ApiClient, PoliciesRead, problem::Problem};
use governance::{
    Governance,
    policies::{PolicyFilter, PolicyView, list},
};
use serde::Serialize;

use super::shapes::PolicyList;
use crate::http::QueryText;

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
    Ok(Json(Policies { policies: list(&gov, &client.caller.scope, &filter(&query)?).await? }))
}

fn filter(query: &QueryText) -> Result<PolicyFilter, Problem> {
    Ok(PolicyFilter {
        category: query.text("category"),
        tier: query.text("tier"),
        organization_id: query.text("organization_id"),
        enabled: query.flag("enabled")?,
        limit: query.number("limit")?,
        offset: query.number("offset")?,
        sort_by: query.text("sort_by"),
        sort_order: query.text("sort_order"),
        search: query.text("search"),
    })
}
