use axum::{Json, extract::State, http::HeaderMap};
use gate::{ApiClient, Govern, json_body::Body, problem::Problem};
use governance::{
    Governance,
    decide::{Call, HoldMode, ScannedText, labels},
};
use model::Plane;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::{
    answer::{AccessAnswer, PROFILE},
    envelope,
    parts::{Part, refuse},
};
use crate::api::{decisions::approval, governed::decided, pep_handshake::PepHandshake};

const PROFILE_HEADER: &str = "x-axonflow-authzen-profile";

/// Exactly one of both.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "read as it was sent, so that a refusal can name the place")]
pub(in crate::api) struct AccessEnvelope {
    /// `subject`, `action`, `resource` and `context`.
    #[schema(value_type = Option<Object>)]
    evaluation: Option<Value>,
    /// The same, shared by the entries of its `evaluations`, which are preconditions of one operation.
    #[schema(value_type = Option<Object>)]
    evaluations: Option<Value>,
}

/// Whether one operation is permitted. What cannot be evaluated is refused with its place, never evaluated around.
#[utoipa::path(post, path = "/api/v1/access/evaluation", tag = "decisions", request_body = AccessEnvelope,
    responses((status = 200, body = AccessAnswer), (status = 400)))]
pub(in crate::api) async fn evaluate_access(
    client: ApiClient<Govern>,
    State(gov): State<Governance>,
    pep: PepHandshake,
    headers: HeaderMap,
    body: Body<Map<String, Value>>,
) -> Result<Json<AccessAnswer>, Problem> {
    let is_negotiated = negotiated(&headers)?;
    let parts = envelope::read(&body.exact)?;
    let hold = if parts.len() == 1 { HoldMode::Enqueue } else { HoldMode::Never };
    let spends = approval(None, &headers)?;
    let mut outcomes = Vec::with_capacity(parts.len());
    for part in parts {
        let call = Call { hold, approval: spends.filter(|_| hold == HoldMode::Enqueue), ..call(&part, &pep) };
        outcomes.push(decided(&gov, &client.caller, call).await?);
    }
    AccessAnswer::of(&outcomes, is_negotiated).map(Json).ok_or_else(|| Problem::new(500, "broken", "Something broke on our side."))
}

/// Without the header the answer is the standard's boolean alone. Another profile would be read wrongly, so it is refused.
fn negotiated(headers: &HeaderMap) -> Result<bool, Problem> {
    match headers.get(PROFILE_HEADER).map(|value| value.to_str().unwrap_or_default()) {
        None => Ok(false),
        Some(PROFILE) => Ok(true),
        Some(_) => Err(refuse("malformed_envelope", "", "This profile is unknown.", &[PROFILE])),
    }
}

fn call(part: &Part, pep: &PepHandshake) -> Call {
    let exact = json!({"query": part.query, "target": part.target, "subject": part.gateway, "context": part.context});
    Call {
        plane: Plane::Decide,
        request_type: "decide".to_owned(),
        text: ScannedText::of(&part.query).with_members(Some(&part.context)).into_text(),
        target: Some(part.target.chars().take(254).collect()),
        end_user: None,
        context: labels(Some(&part.context)),
        exact,
        approval: None,
        hold: HoldMode::Never,
        redaction: pep.redaction(),
    }
}
