use axum::{Json, extract::State, http::HeaderMap};
use gate::{ApiClient, Govern, api_client::end_user, json_body::Body, problem::Problem};
use governance::{
    Governance,
    auth::Caller,
    decide::{CONTEXT_MINUTES, Call, HoldMode, Outcome, ScannedText, labels},
};
use model::{ApprovalId, Plane};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use time::Duration;
use utoipa::ToSchema;

use super::pending::{Obligation, PendingApproval, obligations, pending};
use crate::{
    api::{
        governed::{decided, required},
        pep_handshake::PepHandshake,
        verdict_words::{PolicyIdentity, Reading, policy_identities, policy_ids},
    },
    http::Stamp,
};

/// Where in the life of a call the question is asked.
#[derive(Debug, Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::api) enum Stage {
    Llm,
    Tool,
    Agent,
}

#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct DecideRequest {
    stage: Stage,
    /// What is about to happen.
    query: String,
    caller_identity: Option<CallerIdentity>,
    target: Option<Target>,
    user_token: Option<String>,
    #[schema(value_type = Option<Object>)]
    context: Option<Map<String, Value>>,
    /// Spends an approval on the exact retry of a held call.
    approval_id: Option<String>,
}

/// Labels; organisation and tenant must be the credential's own.
#[derive(Deserialize, ToSchema)]
struct CallerIdentity {
    org_id: Option<String>,
    tenant_id: Option<String>,
}

#[derive(Deserialize, ToSchema)]
struct Target {
    r#type: Option<String>,
    model: Option<String>,
    provider: Option<String>,
    server: Option<String>,
    tool: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(in crate::api) struct DecideAnswer {
    /// `allow`, `deny` or `needs_approval`.
    verdict: &'static str,
    decision_id: String,
    trace_id: String,
    /// A machine word first, then sentences.
    reasons: Vec<String>,
    obligations: Vec<Obligation>,
    evaluated_policies: Vec<String>,
    policy_identities: Vec<PolicyIdentity>,
    stage: Stage,
    expires_at: Stamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pending_approval: Option<PendingApproval>,
    /// The approval that was spent.
    #[serde(skip_serializing_if = "Option::is_none")]
    approval_id: Option<String>,
}

/// Decides one call; a deny is an answer, not an error.
#[utoipa::path(post, path = "/api/v1/decide", tag = "decision mode", request_body = DecideRequest, responses((status = 200, body = DecideAnswer)))]
pub(in crate::api) async fn decide(
    client: ApiClient<Govern>,
    State(gov): State<Governance>,
    pep: PepHandshake,
    headers: HeaderMap,
    body: Body<DecideRequest>,
) -> Result<Json<DecideAnswer>, Problem> {
    let user = end_user(&gov, &client.caller, body.value.user_token.as_deref())?;
    expect_own(&client.caller, body.value.caller_identity.as_ref())?;
    let stage = body.value.stage;
    let outcome = decided(&gov, &client.caller, call(body, &headers, &pep, user)?).await?;
    Ok(Json(answer(&outcome, stage, Reading::of(&outcome))))
}

/// The credential says whose call it is; a body that says otherwise was meant for somebody else.
fn expect_own(caller: &Caller, claimed: Option<&CallerIdentity>) -> Result<(), Problem> {
    let differs = |claim: Option<&String>, own: String| claim.is_some_and(|claim| !claim.is_empty() && *claim != own);
    let is_other = claimed.is_some_and(|claimed| {
        differs(claimed.org_id.as_ref(), caller.scope.org().to_string()) || differs(claimed.tenant_id.as_ref(), caller.tenant().to_string())
    });
    if is_other {
        return Err(Problem::new(403, "foreign_identity", "caller_identity names an organisation or tenant that is not the credential's."));
    }
    Ok(())
}

fn call(body: Body<DecideRequest>, headers: &HeaderMap, pep: &PepHandshake, end_user: Option<String>) -> Result<Call, Problem> {
    required("query", &body.value.query)?;
    let context = body.value.context.as_ref();
    Ok(Call {
        plane: Plane::Decide,
        request_type: "decide".to_owned(),
        text: ScannedText::of(&body.value.query).with_members(context).into_text(),
        target: body.value.target.as_ref().and_then(Target::name),
        end_user,
        context: labels(context),
        approval: approval(body.value.approval_id.as_deref(), headers)?,
        exact: body.exact,
        hold: HoldMode::Enqueue,
        redaction: pep.redaction(),
    })
}

/// From the body or the header; two that differ are refused.
pub(in crate::api) fn approval(in_body: Option<&str>, headers: &HeaderMap) -> Result<Option<ApprovalId>, Problem> {
    let in_header = headers.get("x-axonflow-approval-id").map(|value| value.to_str().unwrap_or("?"));
    let read = |text: &str| text.trim().parse::<ApprovalId>().map_err(|_| Problem::invalid("approval_id", "is not a UUID"));
    let given = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(read).transpose();
    match (given(in_body)?, given(in_header)?) {
        (Some(a), Some(b)) if a != b => Err(Problem::invalid("approval_id", "differs between body and header")),
        (a, b) => Ok(a.or(b)),
    }
}

impl Target {
    fn name(&self) -> Option<String> {
        let pairs = [(&self.server, &self.tool), (&self.provider, &self.model)];
        let named = pairs.into_iter().find_map(|(group, name)| match (group.as_deref(), name.as_deref()) {
            (Some(group), Some(name)) => Some(format!("{group}/{name}")),
            (Some(one), None) | (None, Some(one)) => Some(one.to_owned()),
            (None, None) => None,
        });
        named.or_else(|| self.r#type.clone()).filter(|name| !name.is_empty()).map(|name| name.chars().take(254).collect())
    }
}

fn answer(outcome: &Outcome, stage: Stage, reading: Reading) -> DecideAnswer {
    DecideAnswer {
        verdict: reading.verdict,
        decision_id: outcome.decision.to_string(),
        trace_id: outcome.trace_id.clone(),
        obligations: obligations(&reading, outcome),
        reasons: reading.reasons,
        evaluated_policies: policy_ids(outcome),
        policy_identities: policy_identities(outcome),
        stage,
        expires_at: Stamp(outcome.at + Duration::minutes(CONTEXT_MINUTES)),
        pending_approval: outcome.hold.map(pending),
        approval_id: outcome.spent.map(|id| id.to_string()),
    }
}
