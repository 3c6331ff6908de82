use axum::{Json, extract::State};
use gate::{ApiClient, PoliciesRead, json_body::Body, problem::Problem};
use governance::{
    Governance,
    simulation::{ImpactReport, Question, impact},
};
use model::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::shapes::CallInQuestion;
use crate::http::Stamp;

#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct ImpactQuestion {
    policy_id: String,
    /// At most 100.
    #[schema(value_type = Vec<CallInQuestion>)]
    inputs: Vec<Question>,
}

#[derive(Serialize, ToSchema)]
pub(in crate::api) struct ImpactAnswer {
    policy_id: String,
    policy_name: String,
    total_inputs: usize,
    matched: usize,
    blocked: usize,
    /// 0 to 1.
    match_rate: f64,
    /// 0 to 1.
    block_rate: f64,
    results: Vec<ImpactResult>,
    processing_time_ms: u64,
    generated_at: Stamp,
    tier: &'static str,
}

#[derive(Serialize, ToSchema)]
struct ImpactResult {
    input_index: usize,
    matched: bool,
    blocked: bool,
    actions: Vec<&'static str>,
}

/// Asks one policy, enabled or not, about several calls, and leaves no trace.
#[utoipa::path(post, path = "/api/v1/policies/impact-report", tag = "policies", request_body = ImpactQuestion,
    responses((status = 200, body = ImpactAnswer), (status = 403), (status = 404)))]
pub(in crate::api) async fn policy_impact(
    client: ApiClient<PoliciesRead>,
    State(gov): State<Governance>,
    body: Body<ImpactQuestion>,
) -> Result<Json<ImpactAnswer>, Problem> {
    let at = Stamp(gov.now());
    let calls = body.value.inputs.into_iter().map(Question::call).collect::<Result<Vec<_>, _>>().map_err(governance::Error::from)?;
    let report = impact(&gov, &client.caller.scope, &body.value.policy_id, calls).await?;
    Ok(Json(answer(report, at)))
}

fn answer(report: ImpactReport, generated_at: Stamp) -> ImpactAnswer {
    let total = report.lines.len();
    let matched = report.lines.iter().flatten().count();
    let blocked = report.lines.iter().flatten().filter(|action| **action == Action::Block).count();
    ImpactAnswer {
        policy_id: report.policy_id,
        policy_name: report.policy_name,
        total_inputs: total,
        matched,
        blocked,
        match_rate: rate(matched, total),
        block_rate: rate(blocked, total),
        results: report.lines.iter().enumerate().map(|(input_index, action)| result(input_index, *action)).collect(),
        processing_time_ms: report.took_ms,
        generated_at,
        tier: report.tier.as_str(),
    }
}

fn result(input_index: usize, action: Option<Action>) -> ImpactResult {
    let actions = action.map(Action::as_str).into_iter().collect();
    ImpactResult { input_index, matched: action.is_some(), blocked: action == Some(Action::Block), actions }
}

fn rate(part: usize, whole: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    if whole == 0 { 0.0 } else { number(part) / number(whole) }
}
