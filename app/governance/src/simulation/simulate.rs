use model::{Action, Severity, Tier, Verdict};
use policy::{Evaluation, PolicyResult};
use store::OrgScope;

use super::{DailyUse, allowance};
use crate::{
    Governance, Result,
    decide::{Call, weigh},
    policies::own_tenant,
};

/// What would be answered to a call.
#[derive(Debug, Clone)]
pub struct Simulation {
    /// The answer.
    pub verdict: Verdict,
    /// Why, in words.
    pub reason: String,
    /// Every policy that was evaluated, matching ones first.
    pub policies: Vec<PolicyLine>,
    /// The worst match.
    pub severity: Option<Severity>,
    /// The text without the values that policies take out.
    pub redacted_text: String,
    /// How bad what the detector found is, 0 to 1.
    pub risk_score: f64,
    /// Time of scan and evaluation in microseconds.
    pub took_micros: u64,
    /// The organisation's plan.
    pub tier: Tier,
    /// Simulations of today.
    pub daily_use: DailyUse,
}

/// What one policy said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyLine {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// The action of its match, if it matched.
    pub action: Option<Action>,
    /// What decided that action, and what it matched on.
    pub because: Option<(String, String)>,
    /// How long it took, in microseconds.
    pub took_micros: u64,
}

/// Judges a call as it would be judged, and leaves nothing behind: no record, no hold, no policy set.
pub async fn simulate(gov: &Governance, scope: &OrgScope, call: Call) -> Result<Simulation> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let (tier, daily_use) = allowance::take(gov, &mut tx, 1).await?;
    let tenant = own_tenant(&mut tx).await?;
    let snapshot = gov.snapshots.peek(gov, &mut tx).await?;
    drop(tx);
    let weighed = weigh(snapshot, tenant, gov.now(), call).await?;
    let evaluation = &weighed.evaluation;
    Ok(Simulation {
        verdict: evaluation.verdict,
        reason: evaluation.reason(),
        policies: lines(evaluation, &weighed.results),
        severity: (!evaluation.matched.is_empty()).then(|| evaluation.severity()),
        redacted_text: weighed.redacted_text.clone(),
        risk_score: weighed.risk_score,
        took_micros: weighed.took_micros,
        tier,
        daily_use,
    })
}

pub(crate) fn lines(evaluation: &Evaluation, results: &[PolicyResult]) -> Vec<PolicyLine> {
    let mut lines: Vec<PolicyLine> = results.iter().map(|result| line(evaluation, result)).collect();
    // Matches in the order of the answer, then everything else in the order of the set.
    let place = |line: &PolicyLine| evaluation.matched.iter().position(|hit| hit.policy.as_str() == line.id).unwrap_or(usize::MAX);
    lines.sort_by_key(place);
    lines
}

fn line(evaluation: &Evaluation, result: &PolicyResult) -> PolicyLine {
    let hit = evaluation.matched.iter().find(|hit| hit.policy == result.policy);
    PolicyLine {
        id: result.policy.to_string(),
        version: result.version,
        action: result.matched,
        because: hit.map(|hit| (hit.source.to_string(), hit.matched_on.clone())),
        took_micros: u64::try_from(result.took.as_micros()).unwrap_or(u64::MAX),
    }
}
