use axum::{Json, extract::State};
use gate::{ApiClient, Govern, json_body::Body, problem::Problem};
use governance::{
    Governance,
    audit::{ToolCall, report_tool_call},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::Stamp;

/// The report of one tool call.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only describes the body; the use case reads it")]
pub(in crate::api) struct ToolCallReport {
    tool_name: String,
    caller_name: Option<String>,
    #[schema(value_type = Option<Object>)]
    input: Option<()>,
    #[schema(value_type = Option<Object>)]
    output: Option<()>,
    workflow_id: Option<String>,
    step_id: Option<String>,
    user_id: Option<String>,
    duration_ms: Option<i64>,
    policies_applied: Option<Vec<String>>,
    success: Option<bool>,
    error_message: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(in crate::api) struct ToolCallReported {
    audit_id: String,
    status: &'static str,
    timestamp: Stamp,
}

/// Reports a tool call.
#[utoipa::path(post, path = "/api/v1/audit/tool-call", tag = "audit", request_body = ToolCallReport, responses((status = 200, body = ToolCallReported)))]
pub(in crate::api) async fn tool_call(
    client: ApiClient<Govern>,
    State(gov): State<Governance>,
    body: Body<ToolCall>,
) -> Result<Json<ToolCallReported>, Problem> {
    let reported = report_tool_call(&gov, &client.caller, body.value).await?;
    Ok(Json(ToolCallReported { audit_id: reported.audit_id.to_string(), status: "recorded", timestamp: Stamp(reported.at) }))
}
