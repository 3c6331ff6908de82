use axum::{Json, extract::State, http::StatusCode};
use gate::{
    ApiClient, Govern,
    api_client::{McpLane, end_user},
    json_body::Body,
    problem::Problem,
};
use governance::{
    Governance,
    decide::{Call, HoldMode, Outcome, Redaction, ScannedText, end_user_label, labels, main_part, value_part},
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

#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct CheckOutputRequest {
    connector_type: String,
    /// What came out, row by row.
    #[schema(value_type = Option<Vec<Object>>)]
    response_data: Option<Vec<Map<String, Value>>>,
    /// What came out, as text.
    message: Option<String>,
    tool: Option<String>,
    user_id: Option<String>,
    user_token: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(in crate::api) struct CheckOutputAnswer {
    allowed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    block_reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    policies_evaluated: usize,
    #[schema(value_type = Object)]
    policy_info: Value,
    decision_id: String,
    policy_matches: Vec<PolicyMatch>,
    /// What may be passed on instead of the data.
    #[serde(skip_serializing_if = "Option::is_none")]
    redacted_data: Option<Value>,
    /// What may be passed on instead of the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    redacted_message: Option<String>,
    redaction_evaluated: bool,
}

/// Checks what comes out of a tool; a block is a 403 with the same shape.
#[utoipa::path(post, path = "/api/v1/mcp/check-output", tag = "tool checks", request_body = CheckOutputRequest,
    responses((status = 200, body = CheckOutputAnswer), (status = 403, body = CheckOutputAnswer)))]
pub(in crate::api) async fn check_output(
    client: ApiClient<Govern, McpLane>,
    State(gov): State<Governance>,
    _: PepHandshake,
    body: Body<CheckOutputRequest>,
) -> Result<(StatusCode, Json<CheckOutputAnswer>), Problem> {
    let user = end_user(&gov, &client.caller, body.value.user_token.as_deref())?;
    client.caller.use_connector(&body.value.connector_type, None)?;
    let sent = Sent::of(&body.value);
    let outcome = decided(&gov, &client.caller, call(body, &sent, user)).await?;
    Ok(answer(&outcome, &sent))
}

/// What the client sent, to tell what changed.
struct Sent {
    message: Option<String>,
    data: Option<Value>,
}

impl Sent {
    fn of(asked: &CheckOutputRequest) -> Self {
        let rows = asked.response_data.as_ref().map(|rows| rows.iter().cloned().map(Value::Object).collect());
        Self { message: asked.message.clone(), data: rows.map(Value::Array) }
    }
}

fn call(body: Body<CheckOutputRequest>, sent: &Sent, end_user: Option<String>) -> Call {
    let value = &body.value;
    let message = sent.message.as_deref().unwrap_or_default();
    Call {
        plane: Plane::McpOutput,
        request_type: "output".to_owned(),
        text: ScannedText::of(message).with(sent.data.as_ref()).into_text(),
        target: super::target(&value.connector_type, value.tool.as_deref()),
        end_user: end_user_label(value.user_id.as_deref()).or(end_user),
        context: labels(None),
        exact: body.exact,
        approval: None,
        hold: HoldMode::Never,
        redaction: Redaction::Possible,
    }
}

fn answer(outcome: &Outcome, sent: &Sent) -> (StatusCode, Json<CheckOutputAnswer>) {
    let reading = Reading::of(outcome);
    let block_reason = reading.block_reason(outcome);
    let clean_message = sent.message.as_ref().map(|_| main_part(&outcome.redacted_text));
    let clean_data = sent.data.as_ref().map(|data| value_part(data, &outcome.redacted_text));
    let body = CheckOutputAnswer {
        allowed: reading.is_allowed,
        error: block_reason.clone(),
        block_reason,
        policies_evaluated: outcome.evaluated,
        policy_info: check_policy_info(outcome, &reading),
        decision_id: outcome.decision.to_string(),
        policy_matches: policy_matches(outcome),
        redacted_data: clean_data.filter(|clean| reading.must_redact && Some(clean) != sent.data.as_ref()),
        redacted_message: clean_message.filter(|clean| reading.must_redact && Some(clean) != sent.message.as_ref()),
        redaction_evaluated: true,
    };
    (if reading.is_allowed { StatusCode::OK } else { StatusCode::FORBIDDEN }, Json(body))
}
