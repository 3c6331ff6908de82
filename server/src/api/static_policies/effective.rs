use axum::{Json, extract::State};
use gate::{ApiClient, PoliciesRead, problem::Problem};
use governance::{
    Governance,
    policies::{EffectiveFilter, EffectivePolicies, effective},
};

use crate::http::QueryText;

/// The policies as they are in force for the credential, overrides applied.
#[utoipa::path(get, path = "/api/v1/static-policies/effective", tag = "policies", responses((status = 200, body = Value)),
    params(("category" = Option<String>, Query), ("include_disabled" = Option<bool>, Query), ("include_overridden" = Option<bool>, Query)))]
pub(in crate::api) async fn effective_policies(
    client: ApiClient<PoliciesRead>,
    State(gov): State<Governance>,
    query: QueryText,
) -> Result<Json<EffectivePolicies>, Problem> {
    let filter = EffectiveFilter {
        category: query.text("category"),
        include_disabled: query.flag("include_disabled")?.unwrap_or(false),
        include_overridden: query.flag("include_overridden")?,
    };
    Ok(Json(effective(&gov, &client.caller.scope, &filter).await?))
}
