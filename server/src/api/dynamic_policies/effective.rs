use axum::{Json, extract::State};
use gate::{ApiClient, PoliciesRead, problem::Problem};
use governance::{Governance, dynamic_policies::effective, policies::PolicyFilter};

use super::{list::DynamicPolicies, shapes::DynamicPolicyList};
use crate::http::QueryText;

/// The dynamic policies as they are in force for the credential, overrides applied.
#[utoipa::path(get, path = "/api/v1/dynamic-policies/effective", tag = "policies", responses((status = 200, body = DynamicPolicyList)),
    params(("category" = Option<String>, Query), ("include_disabled" = Option<bool>, Query)))]
pub(in crate::api) async fn effective_dynamic_policies(
    client: ApiClient<PoliciesRead>,
    State(gov): State<Governance>,
    query: QueryText,
) -> Result<Json<DynamicPolicies>, Problem> {
    let include_disabled = query.flag("include_disabled")?.unwrap_or(false);
    let filter = PolicyFilter { category: query.text("category"), enabled: (!include_disabled).then_some(true), ..PolicyFilter::default() };
    Ok(Json(DynamicPolicies { policies: effective(&gov, &client.caller.scope, &filter).await? }))
}
