use axum::{Json, extract::State, http::StatusCode};
use gate::{ApiClient, Govern, api_client::end_user, json_body::Body, problem::Problem};
use governance::{
    Governance,
    decide::{Call, HoldMode, Outcome, Redaction, ScannedText, labels, main_part},
};
use model::Plane;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::api::{
    governed::decided,
    verdict_words::{Reading, proxy_policy_info},
};

/// SDKs look for the first words.
const NO_PROVIDER: &str = "LLM routing failed: no provider is configured on this server; the call was checked and not sent anywhere.";
/// Provider wrappers of SDKs send this and then call the provider themselves, with the text as it was.
const WRAPPED: &str = "llm_chat";

#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct ProxyRequest {
    query: String,
    user_token: Option<String>,
    request_type: Option<String>,
    #[schema(value_type = Option<Object>)]
    context: Option<Map<String, Value>>,
}

#[derive(Serialize, ToSchema)]
pub(in crate::api) struct ProxyAnswer {
    success: bool,
    blocked: bool,
    error: String,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    block_reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    data: Option<Value>,
    #[schema(value_type = Object)]
    policy_info: Value,
    decision_id: String,
}

/// Decides a call that should be sent to a model. No provider is connected, so an allowed call says that it was not sent.
#[utoipa::path(post, path = "/api/request", tag = "proxy mode", request_body = ProxyRequest,
    responses((status = 200, body = ProxyAnswer), (status = 403, body = ProxyAnswer)))]
pub(in crate::api) async fn request(
    client: ApiClient<Govern>,
    State(gov): State<Governance>,
    body: Body<ProxyRequest>,
) -> Result<(StatusCode, Json<ProxyAnswer>), Problem> {
    let user = end_user(&gov, &client.caller, body.value.user_token.as_deref())?;
    let outcome = decided(&gov, &client.caller, call(body, user)).await?;
    let reading = Reading::of(&outcome);
    Ok(answer(&outcome, &reading, &client.caller.tenant().to_string()))
}

fn call(body: Body<ProxyRequest>, end_user: Option<String>) -> Call {
    let value = &body.value;
    let context = value.context.as_ref();
    Call {
        plane: Plane::Proxy,
        request_type: value.request_type.clone().unwrap_or_else(|| "chat".to_owned()).chars().take(100).collect(),
        text: ScannedText::of(&value.query).with_members(context).into_text(),
        target: model_of(context),
        end_user,
        context: labels(context),
        exact: body.exact,
        approval: None,
        hold: HoldMode::Never,
        redaction: if value.request_type.as_deref() == Some(WRAPPED) { Redaction::Impossible } else { Redaction::Possible },
    }
}

fn model_of(context: Option<&Map<String, Value>>) -> Option<String> {
    let text = |name: &str| context?.get(name)?.as_str().filter(|text| !text.is_empty());
    let named = match (text("provider"), text("model")) {
        (Some(provider), Some(model)) => format!("{provider}/{model}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => return text("connector").map(|connector| connector.chars().take(254).collect()),
    };
    Some(named.chars().take(254).collect())
}

fn answer(outcome: &Outcome, reading: &Reading, tenant: &str) -> (StatusCode, Json<ProxyAnswer>) {
    let block_reason = reading.block_reason(outcome);
    let error = block_reason.clone().unwrap_or_else(|| NO_PROVIDER.to_owned());
    let data = reading.must_redact.then(|| json!({"redacted": true, "redacted_query": main_part(&outcome.redacted_text)}));
    let body = ProxyAnswer {
        success: false,
        blocked: !reading.is_allowed,
        message: error.clone(),
        error,
        block_reason,
        data,
        policy_info: proxy_policy_info(outcome, tenant),
        decision_id: outcome.decision.to_string(),
    };
    (if reading.is_allowed { StatusCode::OK } else { StatusCode::FORBIDDEN }, Json(body))
}
