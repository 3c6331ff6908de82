use axum::{Json, extract::State};
use gate::{ApiClient, Govern, json_body::Body, problem::Problem};
use governance::{
    Governance,
    auth::Caller,
    decide::{Call, HoldMode, Outcome, ScannedText, end_user_label, labels},
};
use model::Plane;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::{answer::State as Standing, parts::refuse};
use crate::api::{governed::decided, pep_handshake::PepHandshake};

/// A question of the AuthZEN Authorization API 1.0.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, ToSchema)]
pub(in crate::api) struct AccessQuestion {
    /// `type`, `id` and `properties`. The properties are the end user's, when the type is `user`.
    #[schema(value_type = Object)]
    pub(super) subject: Option<Map<String, Value>>,
    /// `name` and `properties`.
    #[schema(value_type = Object)]
    pub(super) action: Option<Map<String, Value>>,
    /// `type`, `id` and `properties`.
    #[schema(value_type = Object)]
    pub(super) resource: Option<Map<String, Value>>,
    /// `query` is what the call says; everything else is its context.
    #[schema(value_type = Option<Object>)]
    pub(super) context: Option<Map<String, Value>>,
}

/// An answer of the same.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct AccessDecision {
    pub(super) decision: bool,
    #[schema(value_type = Object)]
    pub(super) context: Value,
}

/// Whether a subject may do something to a resource.
#[utoipa::path(post, path = "/access/v1/evaluation", tag = "decisions", request_body = AccessQuestion,
    responses((status = 200, body = AccessDecision), (status = 400)))]
pub(in crate::api) async fn evaluate_standard(
    client: ApiClient<Govern>,
    State(gov): State<Governance>,
    pep: PepHandshake,
    body: Body<AccessQuestion>,
) -> Result<Json<AccessDecision>, Problem> {
    Ok(Json(answered(&gov, &client.caller, body.value, &pep).await?))
}

/// Decides one question; its record is durable before the answer.
pub(super) async fn answered(
    gov: &Governance,
    caller: &Caller,
    question: AccessQuestion,
    pep: &PepHandshake,
) -> Result<AccessDecision, Problem> {
    Ok(answer(&decided(gov, caller, call(question, pep)?).await?))
}

fn answer(outcome: &Outcome) -> AccessDecision {
    let state = Standing::of(outcome);
    let reasons: Vec<String> = outcome.matched.iter().map(|hit| hit.policy.to_string()).collect();
    let must_redact = state == Standing::Allow && outcome.matched.iter().any(|hit| hit.redacts);
    let context = json!({
        "id": outcome.decision.to_string(), "state": state.word(), "reason_user": {"en": outcome.reason}, "policies": reasons,
        "redaction_required": must_redact,
    });
    AccessDecision { decision: state == Standing::Allow, context }
}

/// The call that the question is. Properties and context are what policies read as `context` and `user`.
fn call(question: AccessQuestion, pep: &PepHandshake) -> Result<Call, Problem> {
    let (subject, action, resource) =
        (member(question.subject, "subject")?, member(question.action, "action")?, member(question.resource, "resource")?);
    let (subject_type, subject_id) = (text(&subject, "subject", "type")?, text(&subject, "subject", "id")?);
    let (action_name, resource_type) = (text(&action, "action", "name")?, text(&resource, "resource", "type")?);
    let resource_id = text(&resource, "resource", "id")?;
    let mut context = question.context.unwrap_or_default();
    let query = context.remove("query").and_then(|query| query.as_str().map(str::to_owned)).unwrap_or_default();
    for (name, object) in [("user", &subject), ("action", &action), ("resource", &resource)] {
        if let Some(properties) = object.get("properties") {
            context.entry(name).or_insert_with(|| properties.clone());
        }
    }
    let target = if resource_type == "tool" { resource_id.to_owned() } else { format!("{resource_type}/{resource_id}") };
    Ok(Call {
        plane: Plane::Decide,
        request_type: action_name.chars().take(100).collect(),
        text: ScannedText::of(&query).with_members(Some(&context)).into_text(),
        target: Some(target.chars().take(254).collect()),
        end_user: end_user_label(Some(subject_id).filter(|_| subject_type == "user")),
        context: labels(Some(&context)),
        exact: json!({"context": context}),
        approval: None,
        hold: HoldMode::Never,
        redaction: pep.redaction(),
    })
}

fn member(value: Option<Map<String, Value>>, name: &str) -> Result<Map<String, Value>, Problem> {
    value.ok_or_else(|| refuse("incomplete_evaluation", &format!("/{name}"), "The evaluation has none.", &[]))
}

fn text<'v>(object: &'v Map<String, Value>, of: &str, name: &str) -> Result<&'v str, Problem> {
    let text = object.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    text.ok_or_else(|| refuse("malformed_envelope", &format!("/{of}/{name}"), "This has to be a text that is not empty.", &[]))
}
