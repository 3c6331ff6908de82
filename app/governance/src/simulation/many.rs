use model::{Invalid, TenantId, Verdict};
use policy::Snapshot;
use serde::Serialize;
use store::OrgScope;
use time::OffsetDateTime;

use super::{DailyUse, Question, allowance};
use crate::{
    Error, Governance, Result,
    decide::{Call, main_part, weigh_now},
    policies::own_tenant,
};

/// Calls of one file.
pub const MOST_LINES: usize = 1_000;

/// What would be answered to the calls of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SimulatedFile {
    /// Each call, in order.
    pub lines: Vec<SimulatedLine>,
    /// Simulations of today.
    pub daily_use: DailyUse,
}

/// What would be answered to one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SimulatedLine {
    /// The answer.
    pub verdict: Verdict,
    /// Why, in words.
    pub reason: String,
    /// Policies that match, the deciding one first.
    pub policies: Vec<String>,
    /// What the call says without what would be taken out.
    pub redacted_query: String,
}

/// Judges up to 1,000 calls as they would be judged, and leaves nothing behind. Each counts as one simulation.
pub async fn simulate_many(gov: &Governance, scope: &OrgScope, questions: Vec<Question>) -> Result<SimulatedFile> {
    if questions.is_empty() || questions.len() > MOST_LINES {
        return Err(Invalid::new("inputs", format!("are 1 to {MOST_LINES}")).into());
    }
    let calls = questions.into_iter().map(Question::call).collect::<std::result::Result<Vec<_>, _>>()?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let (_, daily_use) = allowance::take(gov, &mut tx, calls.len()).await?;
    let (tenant, snapshot) = (own_tenant(&mut tx).await?, gov.snapshots.peek(gov, &mut tx).await?);
    drop(tx);
    let now = gov.now();
    let work = move || calls.into_iter().map(|call| line(&snapshot, tenant, now, call)).collect();
    Ok(SimulatedFile { lines: tokio::task::spawn_blocking(work).await.map_err(Error::broken)?, daily_use })
}

fn line(snapshot: &Snapshot, tenant: TenantId, now: OffsetDateTime, call: Call) -> SimulatedLine {
    let weighed = weigh_now(snapshot, tenant, now, call);
    SimulatedLine {
        verdict: weighed.evaluation.verdict,
        reason: weighed.evaluation.reason(),
        policies: weighed.evaluation.matched.iter().map(|hit| hit.policy.to_string()).collect(),
        redacted_query: main_part(&weighed.redacted_text),
    }
}
