use axum::{Json, extract::State};
use gate::{ApiClient, Govern, json_body::Body, problem::Problem};
use governance::{
    Governance,
    audit::{LlmCall, report_llm_call},
};
use serde::Serialize;
use utoipa::ToSchema;

/// The report of one model call.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only describes the body; the use case reads it")]
pub(in crate::api) struct LlmCallReport {
    /// From the pre-check, within five minutes.
    context_id: String,
    response_summary: Option<String>,
    provider: String,
    model: String,
    #[schema(value_type = Option<Object>)]
    token_usage: Option<()>,
    latency_ms: Option<i64>,
    #[schema(value_type = Option<Object>)]
    metadata: Option<()>,
}

#[derive(Serialize, ToSchema)]
pub(in crate::api) struct LlmCallReported {
    success: bool,
    audit_id: String,
}

/// Reports what a model answered to a pre-checked call.
#[utoipa::path(post, path = "/api/audit/llm-call", tag = "gateway mode", request_body = LlmCallReport, responses((status = 200, body = LlmCallReported)))]
pub(in crate::api) async fn llm_call(
    client: ApiClient<Govern>,
    State(gov): State<Governance>,
    body: Body<LlmCall>,
) -> Result<Json<LlmCallReported>, Problem> {
    let reported = report_llm_call(&gov, &client.caller, body.value).await?;
    Ok(Json(LlmCallReported { success: true, audit_id: reported.audit_id.to_string() }))
}
