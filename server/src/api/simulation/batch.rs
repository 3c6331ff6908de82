use axum::{Json, extract::State};
use gate::{ApiClient, PoliciesRead, json_body::Body, problem::Problem};
use governance::{
    Governance,
    simulation::{Question, SimulatedFile, simulate_many},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::shapes::{CallInQuestion, SimulatedCalls};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct CallsInQuestion {
    /// 1 to 1,000, as the lines of a file.
    #[schema(value_type = Vec<CallInQuestion>)]
    inputs: Vec<Question>,
}

/// Says what would be answered to many calls, and leaves no trace.
#[utoipa::path(post, path = "/api/v1/policies/simulate/batch", tag = "policies", request_body = CallsInQuestion,
    responses((status = 200, body = SimulatedCalls), (status = 403)))]
pub(in crate::api) async fn simulate_batch(
    client: ApiClient<PoliciesRead>,
    State(gov): State<Governance>,
    body: Body<CallsInQuestion>,
) -> Result<Json<SimulatedFile>, Problem> {
    Ok(Json(simulate_many(&gov, &client.caller.scope, body.value.inputs).await?))
}
