use axum::{
    Json,
    extract::{Path, State},
};
use gate::{ApiClient, PoliciesRead, problem::Problem};
use governance::{Governance, policies};
use model::views::VersionDiff;

use crate::{api::policy_releases::PolicyDiff, http::QueryText};

/// How two versions of a policy of any kind differ.
#[utoipa::path(get, path = "/api/v1/static-policies/{id}/versions/diff", tag = "policies", responses((status = 200, body = PolicyDiff), (status = 404)),
    params(("id" = String, Path), ("from" = i32, Query), ("to" = i32, Query)))]
pub(in crate::api) async fn diff_policy_versions(
    client: ApiClient<PoliciesRead>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    query: QueryText,
) -> Result<Json<VersionDiff>, Problem> {
    let number = |name: &'static str| query.number(name)?.ok_or_else(|| Problem::invalid(name, "is required"));
    Ok(Json(policies::diff(&gov, &client.caller.scope, &id, number("from")?, number("to")?).await?))
}
