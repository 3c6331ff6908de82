use axum::{Json, extract::State};
use gate::{ApiClient, PoliciesRead, json_body::Body, problem::Problem};
use governance::{
    Governance,
    decide::main_part,
    simulation::{Question, Simulation, simulate},
};
use model::{Action, Verdict};
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::CallInQuestion;
use crate::http::Stamp;

#[derive(Serialize, ToSchema)]
pub(in crate::api) struct SimulationAnswer {
    /// Whether the call might go ahead, after redaction if that is asked for.
    allowed: bool,
    /// `allow`, `deny`, `redact` or `require_approval`.
    verdict: &'static str,
    reason: String,
    /// Policies that match, the deciding one first.
    applied_policies: Vec<String>,
    risk_score: f64,
    /// What would have to happen: `redact`, `require_approval`.
    required_actions: Vec<&'static str>,
    /// The query without what would be taken out.
    redacted_query: String,
    processing_time_ms: u64,
    total_policies: usize,
    /// Every policy with its own result, version and time.
    policies: Vec<SimulatedPolicy>,
    dry_run: bool,
    simulated_at: Stamp,
    tier: &'static str,
    daily_usage: DailyUsage,
}

#[derive(Serialize, ToSchema)]
struct SimulatedPolicy {
    policy_id: String,
    version: u32,
    matched: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action_source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    matched_on: Option<String>,
    took_micros: u64,
}

#[derive(Serialize, ToSchema)]
struct DailyUsage {
    used: u32,
    /// -1 is without limit.
    limit: i64,
}

/// Says what would be answered to a call, and leaves no trace.
#[utoipa::path(post, path = "/api/v1/policies/simulate", tag = "policies", request_body = CallInQuestion,
    responses((status = 200, body = SimulationAnswer), (status = 403)))]
pub(in crate::api) async fn simulate_policies(
    client: ApiClient<PoliciesRead>,
    State(gov): State<Governance>,
    body: Body<Question>,
) -> Result<Json<SimulationAnswer>, Problem> {
    let at = Stamp(gov.now());
    let simulation = simulate(&gov, &client.caller.scope, body.value.call().map_err(governance::Error::from)?).await?;
    Ok(Json(answer(simulation, at)))
}

fn answer(simulation: Simulation, simulated_at: Stamp) -> SimulationAnswer {
    let matched = || simulation.policies.iter().filter(|policy| policy.action.is_some());
    let asks = |action: Action| matched().any(|policy| policy.action == Some(action)).then_some(action.as_str());
    SimulationAnswer {
        allowed: matches!(simulation.verdict, Verdict::Allow | Verdict::Redact),
        verdict: simulation.verdict.as_str(),
        applied_policies: matched().map(|policy| policy.id.clone()).collect(),
        required_actions: [Action::RequireApproval, Action::Redact].into_iter().filter_map(asks).collect(),
        risk_score: simulation.risk_score,
        redacted_query: main_part(&simulation.redacted_text),
        processing_time_ms: simulation.took_micros.div_ceil(1_000),
        total_policies: simulation.policies.len(),
        dry_run: true,
        simulated_at,
        tier: simulation.tier.as_str(),
        daily_usage: DailyUsage { used: simulation.daily_use.used, limit: simulation.daily_use.limit },
        reason: simulation.reason,
        policies: simulation.policies.into_iter().map(policy).collect(),
    }
}

fn policy(line: governance::simulation::PolicyLine) -> SimulatedPolicy {
    let (action_source, matched_on) = line.because.unzip();
    SimulatedPolicy {
        policy_id: line.id,
        version: line.version,
        matched: line.action.is_some(),
        action: line.action.map(Action::as_str),
        action_source,
        matched_on,
        took_micros: line.took_micros,
    }
}
