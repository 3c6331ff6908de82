use axum::Json;
use gate::{ApiClient, PoliciesRead, json_body::Body, problem::Problem};
use governance::rego_policies::test;
use policy::TestReport;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::shapes::RegoTestReport;

#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct RegoToTest {
    source: String,
    #[serde(default)]
    tests: String,
}

#[derive(Serialize)]
pub(in crate::api) struct RegoTested {
    passed: bool,
    coverage_percent: u8,
    #[serde(flatten)]
    report: TestReport,
}

/// Runs the tests of a module without storing anything.
#[utoipa::path(post, path = "/api/v1/rego-policies/test", tag = "policies", request_body = RegoToTest,
    responses((status = 200, body = RegoTestReport)))]
pub(in crate::api) async fn test_rego_policy(_: ApiClient<PoliciesRead>, body: Body<RegoToTest>) -> Result<Json<RegoTested>, Problem> {
    let report = test(body.value.source, body.value.tests).await?;
    Ok(Json(RegoTested { passed: report.is_green(), coverage_percent: report.coverage.percent(), report }))
}
