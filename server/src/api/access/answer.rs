//! The answer of the profile. Its readers refuse members that they do not know.

use governance::decide::Outcome;
use model::Verdict;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::{api::verdict_words::Reading, http::Stamp};

/// The one version of the profile.
pub(super) const PROFILE: &str = "axonflow-authzen-profile-2026-08-29";
const SCHEMA: &str = "2026-08-29";

/// Whether the operation may go ahead, and for those who asked for the profile, why and under which conditions.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct AccessAnswer {
    decision: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<AccessContext>,
}

/// What the profile adds.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct AccessContext {
    profile: &'static str,
    /// `ALLOW`, `DENY`, `CHALLENGE` or `ERROR`.
    state: &'static str,
    category: &'static str,
    reason: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    obligations: Vec<AccessObligation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    approval: Option<Value>,
    decision_id: String,
    schema_version: &'static str,
}

/// Something that has to be done before the operation goes ahead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(in crate::api) struct AccessObligation {
    r#type: &'static str,
    target: &'static str,
    #[schema(value_type = Object)]
    params: Value,
    mandatory: bool,
    source_policy: String,
    schema_version: u32,
}

/// Operational states, most permissive first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    Allow,
    Challenge,
    Deny,
}

impl State {
    pub(super) fn of(outcome: &Outcome) -> Self {
        match outcome.verdict {
            Verdict::Allow | Verdict::Redact => Self::Allow,
            Verdict::RequireApproval => Self::Challenge,
            Verdict::Deny => Self::Deny,
        }
    }

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Allow => "ALLOW",
            Self::Challenge => "CHALLENGE",
            Self::Deny => "DENY",
        }
    }

    const fn category(self) -> &'static str {
        match self {
            Self::Allow => "allowed",
            Self::Challenge => "approval_required",
            Self::Deny => "not_permitted",
        }
    }
}

impl AccessAnswer {
    /// One answer for all preconditions: the least permissive decides, and an allow carries the obligations of all.
    pub(super) fn of(outcomes: &[Outcome], is_negotiated: bool) -> Option<Self> {
        let deciding = outcomes.iter().rev().max_by_key(|outcome| State::of(outcome))?;
        let state = State::of(deciding);
        let context = is_negotiated.then(|| AccessContext {
            profile: PROFILE,
            state: state.word(),
            category: state.category(),
            reason: reason(deciding, state),
            obligations: if state == State::Allow { obligations(outcomes) } else { Vec::new() },
            approval: (state == State::Challenge).then(|| approval(deciding)),
            decision_id: deciding.decision.to_string(),
            schema_version: SCHEMA,
        });
        Some(Self { decision: state == State::Allow, context })
    }
}

fn reason(outcome: &Outcome, state: State) -> &'static str {
    match (state, outcome.refusal) {
        (State::Allow, _) => "permitted",
        (State::Challenge, _) => "approval_required",
        (State::Deny, Some("unsupported_obligation")) => "unsupported_obligation",
        (State::Deny, Some("approval_expired")) => "approval_expired",
        (State::Deny, Some("approval_for_another_call")) => "binding_mismatch",
        (State::Deny, Some(word)) if word.starts_with("approval_") => "approval_unsatisfiable",
        (State::Deny, _) => "explicit_constraint",
    }
}

/// Each policy that takes values out, once.
fn obligations(outcomes: &[Outcome]) -> Vec<AccessObligation> {
    let mut all: Vec<AccessObligation> = Vec::new();
    for outcome in outcomes.iter().filter(|outcome| Reading::of(outcome).must_redact) {
        for hit in outcome.matched.iter().filter(|hit| hit.redacts) {
            let one = AccessObligation {
                r#type: "field_redact",
                target: "context.args.query",
                params: json!({"matched_on": hit.matched_on}),
                mandatory: true,
                source_policy: hit.policy.to_string(),
                schema_version: 1,
            };
            if !all.contains(&one) {
                all.push(one);
            }
        }
    }
    all
}

/// Anybody of the organisation with the role approver, but nobody who holds the key that asks.
fn approval(outcome: &Outcome) -> Value {
    let eligible = json!({"kind": "group", "type": "role", "local": "approver"});
    let expires_at = outcome.hold.map_or(outcome.at, |hold| hold.approve_by);
    json!({"all_of": [{"quorum": 1, "eligible": [eligible]}], "separation_of_duties": true, "expires_at": Stamp(expires_at)})
}
