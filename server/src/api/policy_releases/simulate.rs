use axum::{
    Json,
    extract::{Path, State},
};
use gate::{ApiClient, PoliciesWrite, json_body::Body, problem::Problem};
use governance::{Governance, releases, simulation::Question};
use model::views::Comparison;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{release_id, shapes::ReleaseComparison};
use crate::api::simulation::CallInQuestion;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct ReleaseQuestion {
    /// 1 to 100.
    #[schema(value_type = Vec<CallInQuestion>)]
    inputs: Vec<Question>,
}

/// Says what a change would do to some calls, beside what is in force, and notes that it was simulated.
#[utoipa::path(post, path = "/api/v1/policy-releases/{id}/simulation", tag = "policies", params(("id" = String, Path)),
    request_body = ReleaseQuestion, responses((status = 200, body = ReleaseComparison), (status = 404), (status = 409)))]
pub(in crate::api) async fn simulate_release(
    client: ApiClient<PoliciesWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    body: Body<ReleaseQuestion>,
) -> Result<Json<Comparison>, Problem> {
    Ok(Json(releases::simulate(&gov, &client.caller.scope, release_id(&id)?, body.value.inputs).await?))
}
