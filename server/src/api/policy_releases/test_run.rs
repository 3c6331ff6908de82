use axum::{
    Json,
    extract::{Path, State},
};
use gate::{ApiClient, PoliciesRead, json_body::Body, problem::Problem};
use governance::{Governance, releases};
use model::views::TestRun;

use super::{
    release_id,
    shapes::{Nothing, PolicyTestRun},
};

/// Runs the tests of a change; nothing is recorded.
#[utoipa::path(post, path = "/api/v1/policy-releases/{id}/test-run", tag = "policies", params(("id" = String, Path)),
    request_body = Nothing, responses((status = 200, body = PolicyTestRun), (status = 404)))]
pub(in crate::api) async fn test_release(
    client: ApiClient<PoliciesRead>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    _: Body<Nothing>,
) -> Result<Json<TestRun>, Problem> {
    Ok(Json(releases::run_tests(&gov, &client.caller.scope, release_id(&id)?).await?))
}
