use axum::{Json, extract::State};
use gate::{
    ApiClient, Govern,
    api_client::{PreCheckLane, end_user},
    json_body::Body,
    problem::Problem,
};
use governance::{
    Governance,
    auth::Caller,
    decide::{Call, HoldMode, Outcome, ScannedText, context_id, labels},
};
use model::Plane;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::{
    api::{
        governed::{decided, required},
        pep_handshake::PepHandshake,
        verdict_words::{Reading, policy_ids},
    },
    http::Stamp,
};

#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct PreCheckRequest {
    /// The end user, as the client labels them.
    user_token: Option<String>,
    /// What is about to be sent.
    query: String,
    #[schema(value_type = Option<Object>)]
    context: Option<Map<String, Value>>,
    data_sources: Option<Vec<String>>,
}

#[derive(Serialize, ToSchema)]
pub(in crate::api) struct PreCheckAnswer {
    /// Ties the report of the call to this decision.
    context_id: String,
    approved: bool,
    expires_at: Stamp,
    /// Policies that matched, the deciding one first.
    policies: Vec<String>,
    /// It may go ahead once the caller has removed the named values.
    requires_redaction: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    block_reason: Option<String>,
    decision_id: String,
    /// `allow` or `deny`.
    verdict: &'static str,
    reasons: Vec<String>,
}

/// Asks whether a call may be made, before it is made.
#[utoipa::path(post, path = "/api/policy/pre-check", tag = "gateway mode", request_body = PreCheckRequest, responses((status = 200, body = PreCheckAnswer)))]
pub(in crate::api) async fn pre_check(
    client: ApiClient<Govern, PreCheckLane>,
    State(gov): State<Governance>,
    pep: PepHandshake,
    body: Body<PreCheckRequest>,
) -> Result<Json<PreCheckAnswer>, Problem> {
    let user = end_user(&gov, &client.caller, body.value.user_token.as_deref())?;
    let outcome = decided(&gov, &client.caller, call(body, &pep, user)?).await?;
    let reading = Reading::of(&outcome);
    Ok(Json(answer(&gov, &client.caller, &outcome, reading)))
}

fn call(body: Body<PreCheckRequest>, pep: &PepHandshake, end_user: Option<String>) -> Result<Call, Problem> {
    required("query", &body.value.query)?;
    let context = body.value.context.as_ref();
    Ok(Call {
        plane: Plane::PreCheck,
        request_type: "pre_check".to_owned(),
        text: ScannedText::of(&body.value.query).with_members(context).into_text(),
        end_user,
        context: labels(context),
        target: body.value.data_sources.filter(|sources| !sources.is_empty()).map(|sources| sources.join(", ").chars().take(254).collect()),
        exact: body.exact,
        approval: None,
        hold: HoldMode::Never,
        redaction: pep.redaction(),
    })
}

fn answer(gov: &Governance, caller: &Caller, outcome: &Outcome, reading: Reading) -> PreCheckAnswer {
    let (context_id, expires_at) = context_id(gov, outcome, caller);
    PreCheckAnswer {
        context_id,
        approved: reading.is_allowed,
        expires_at: Stamp(expires_at),
        policies: policy_ids(outcome),
        requires_redaction: reading.must_redact,
        block_reason: reading.block_reason(outcome),
        decision_id: outcome.decision.to_string(),
        verdict: if reading.is_allowed { "allow" } else { "deny" },
        reasons: reading.reasons,
    }
}
