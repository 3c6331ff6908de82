use axum::{Json, extract::State, http::StatusCode};
use gate::{ApiClient, HoldsCreate, json_body::Body, problem::Problem};
use governance::{
    Governance,
    approvals::{NewHold, request},
};
use model::Severity;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::{envelope::Envelope, view::HeldCall};

#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct HoldToMake {
    /// What the client calls itself.
    client_id: String,
    original_query: String,
    request_type: String,
    user_id: Option<String>,
    #[schema(value_type = Option<Object>)]
    request_context: Option<Map<String, Value>>,
    triggered_policy_id: Option<String>,
    triggered_policy_name: Option<String>,
    trigger_reason: Option<String>,
    /// `critical`, `high`, `medium` or `low`.
    severity: Option<String>,
    notify_url: Option<String>,
    eu_ai_act_article: Option<String>,
    compliance_framework: Option<String>,
    risk_classification: Option<String>,
    expires_in_seconds: Option<i64>,
}

/// Puts a call into the queue in so many words.
#[utoipa::path(post, path = "/api/v1/hitl/queue", tag = "approvals", request_body = HoldToMake, responses((status = 201, body = Envelope<HeldCall>)))]
pub(in crate::api) async fn create_hold(
    client: ApiClient<HoldsCreate>,
    State(gov): State<Governance>,
    body: Body<HoldToMake>,
) -> Result<(StatusCode, Json<Envelope<HeldCall>>), Problem> {
    let made = request(&gov, &client.caller, hold(body.value)?).await?;
    Ok((StatusCode::CREATED, Json(Envelope::of(HeldCall::of(client.caller.scope.org(), made)))))
}

fn hold(asked: HoldToMake) -> Result<NewHold, Problem> {
    let severity = asked.severity.as_deref().unwrap_or("high");
    Ok(NewHold {
        severity: Severity::parse(severity).ok_or_else(|| Problem::invalid("severity", "must be critical, high, medium or low"))?,
        labels: labels(&asked),
        client_id_label: asked.client_id,
        original_query: asked.original_query,
        request_type: asked.request_type,
        user_id: asked.user_id.filter(|user| !user.is_empty()).map(|user| user.chars().take(254).collect()),
        request_context: Value::Object(asked.request_context.unwrap_or_default()),
        triggered_policy_id: asked.triggered_policy_id,
        triggered_policy_name: asked.triggered_policy_name,
        trigger_reason: asked.trigger_reason,
        notify_url: asked.notify_url,
        expires_in_seconds: asked.expires_in_seconds,
    })
}

fn labels(asked: &HoldToMake) -> Value {
    let mut labels = json!({
        "client_id": asked.client_id, "eu_ai_act_article": asked.eu_ai_act_article,
        "compliance_framework": asked.compliance_framework, "risk_classification": asked.risk_classification,
    });
    if let Some(members) = labels.as_object_mut() {
        members.retain(|_, label| !label.is_null());
    }
    labels
}
