use axum::{Json, extract::State, http::StatusCode};
use gate::{
    ApiClient, Govern,
    api_client::{McpLane, end_user},
    json_body::Body,
    problem::Problem,
};
use governance::{
    Governance,
    decide::{Call, HoldMode, Outcome, Redaction, ScannedText, end_user_label, labels, main_part},
};
use model::Plane;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::api::{
    governed::decided,
    pep_handshake::PepHandshake,
    verdict_words::{PolicyMatch, Reading, check_policy_info, policy_matches},
};

/// What a tool check is about that names no operation.
const DEFAULT_OPERATION: &str = "execute";

#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct CheckInputRequest {
    connector_type: String,
    /// The text that goes into the tool.
    statement: String,
    operation: Option<String>,
    #[schema(value_type = Option<Object>)]
    parameters: Option<Map<String, Value>>,
    tool: Option<String>,
    user_id: Option<String>,
    user_token: Option<String>,
    /// Only `text/plain` can be checked.
    content_type: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(in crate::api) struct CheckInputAnswer {
    allowed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    block_reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    policies_evaluated: usize,
    #[schema(value_type = Object)]
    policy_info: Value,
    decision_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    risk_level: Option<&'static str>,
    policy_matches: Vec<PolicyMatch>,
    override_available: bool,
    redacted: bool,
    /// What may be sent instead, when something was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    redacted_statement: Option<String>,
    /// The detector ran.
    redaction_evaluated: bool,
}

/// Checks what goes into a tool; a block is a 403 with the same shape.
#[utoipa::path(post, path = "/api/v1/mcp/check-input", tag = "tool checks", request_body = CheckInputRequest,
    responses((status = 200, body = CheckInputAnswer), (status = 403, body = CheckInputAnswer)))]
pub(in crate::api) async fn check_input(
    client: ApiClient<Govern, McpLane>,
    State(gov): State<Governance>,
    _: PepHandshake,
    body: Body<CheckInputRequest>,
) -> Result<(StatusCode, Json<CheckInputAnswer>), Problem> {
    let user = end_user(&gov, &client.caller, body.value.user_token.as_deref())?;
    expect_text(body.value.content_type.as_deref())?;
    client.caller.use_connector(&body.value.connector_type, Some(body.value.operation.as_deref().unwrap_or(DEFAULT_OPERATION)))?;
    let statement = body.value.statement.clone();
    let outcome = decided(&gov, &client.caller, call(body, user)).await?;
    Ok(answer(&outcome, &statement))
}

fn expect_text(content_type: Option<&str>) -> Result<(), Problem> {
    let essence = content_type.unwrap_or("text/plain").split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if essence == "text/plain" || essence.is_empty() {
        return Ok(());
    }
    Err(Problem::new(415, "unsupported_content_type", "Only text/plain can be checked."))
}

fn call(body: Body<CheckInputRequest>, end_user: Option<String>) -> Call {
    let value = &body.value;
    Call {
        plane: Plane::McpInput,
        request_type: value.operation.as_deref().unwrap_or(DEFAULT_OPERATION).chars().take(100).collect(),
        text: ScannedText::of(&value.statement).with_members(value.parameters.as_ref()).into_text(),
        target: super::target(&value.connector_type, value.tool.as_deref()),
        end_user: end_user_label(value.user_id.as_deref()).or(end_user),
        context: labels(None),
        exact: body.exact,
        approval: None,
        hold: HoldMode::Never,
        redaction: Redaction::Possible,
    }
}

fn answer(outcome: &Outcome, statement: &str) -> (StatusCode, Json<CheckInputAnswer>) {
    let reading = Reading::of(outcome);
    let clean = main_part(&outcome.redacted_text);
    let redacted = reading.must_redact && clean != statement;
    let block_reason = reading.block_reason(outcome);
    let body = CheckInputAnswer {
        allowed: reading.is_allowed,
        error: block_reason.clone(),
        block_reason,
        policies_evaluated: outcome.evaluated,
        policy_info: check_policy_info(outcome, &reading),
        decision_id: outcome.decision.to_string(),
        risk_level: outcome.severity.map(model::Severity::as_str),
        policy_matches: policy_matches(outcome),
        override_available: false,
        redacted,
        redacted_statement: redacted.then_some(clean),
        redaction_evaluated: true,
    };
    (if reading.is_allowed { StatusCode::OK } else { StatusCode::FORBIDDEN }, Json(body))
}
