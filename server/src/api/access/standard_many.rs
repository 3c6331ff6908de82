use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use gate::{ApiClient, Govern, json_body::Body, problem::Problem};
use governance::Governance;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{
    parts::refuse,
    standard::{AccessDecision, AccessQuestion, answered},
};
use crate::api::pep_handshake::PepHandshake;

const MOST: usize = 50;

/// Several questions; what one leaves out comes from the shared members.
#[derive(Debug, Deserialize, ToSchema)]
pub(in crate::api) struct AccessQuestions {
    #[serde(flatten)]
    shared: AccessQuestion,
    /// At most 50. Without any, the shared members are the question, and the answer is that of one.
    #[serde(default)]
    evaluations: Vec<AccessQuestion>,
    #[serde(default)]
    options: Options,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
struct Options {
    /// `execute_all`, `deny_on_first_deny` or `permit_on_first_permit`.
    #[serde(default)]
    evaluations_semantic: Semantic,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Semantic {
    #[default]
    ExecuteAll,
    DenyOnFirstDeny,
    PermitOnFirstPermit,
}

/// Answers in the order of the questions, as far as they were asked.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct AccessDecisions {
    evaluations: Vec<AccessDecision>,
}

/// Whether a subject may do several things.
#[utoipa::path(post, path = "/access/v1/evaluations", tag = "decisions", request_body = AccessQuestions,
    responses((status = 200, body = AccessDecisions), (status = 400)))]
pub(in crate::api) async fn evaluate_standard_many(
    client: ApiClient<Govern>,
    State(gov): State<Governance>,
    pep: PepHandshake,
    body: Body<AccessQuestions>,
) -> Result<Response, Problem> {
    let AccessQuestions { shared, evaluations, options } = body.value;
    if evaluations.len() > MOST {
        return Err(refuse("malformed_envelope", "/evaluations", "These are more than 50.", &[]));
    }
    if evaluations.is_empty() {
        return Ok(Json(answered(&gov, &client.caller, shared, &pep).await?).into_response());
    }
    let mut answers = Vec::with_capacity(evaluations.len());
    for entry in evaluations {
        let answer = one(answered(&gov, &client.caller, entry.upon(&shared), &pep).await)?;
        let is_last = options.evaluations_semantic.ends_with(answer.decision);
        answers.push(answer);
        if is_last {
            break;
        }
    }
    Ok(Json(AccessDecisions { evaluations: answers }).into_response())
}

/// A question that cannot be evaluated is denied by itself; what breaks on our side ends everything.
fn one(answer: Result<AccessDecision, Problem>) -> Result<AccessDecision, Problem> {
    answer.or_else(|problem| match problem.status {
        status @ 400..=499 => {
            let error = json!({"status": status, "code": problem.code, "message": problem.text, "pointer": problem.pointer});
            Ok(AccessDecision { decision: false, context: json!({ "error": error }) })
        }
        _ => Err(problem),
    })
}

impl AccessQuestion {
    /// The same, with the shared members where it has none.
    fn upon(self, shared: &Self) -> Self {
        Self {
            subject: self.subject.or_else(|| shared.subject.clone()),
            action: self.action.or_else(|| shared.action.clone()),
            resource: self.resource.or_else(|| shared.resource.clone()),
            context: self.context.or_else(|| shared.context.clone()),
        }
    }
}

impl Semantic {
    /// Whether nothing is asked after this answer.
    const fn ends_with(self, decision: bool) -> bool {
        match self {
            Self::ExecuteAll => false,
            Self::DenyOnFirstDeny => !decision,
            Self::PermitOnFirstPermit => decision,
        }
    }
}
