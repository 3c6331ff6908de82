use std::time::Instant;

use model::{Action, Invalid, Tier};
use store::OrgScope;

use super::allowance;
use crate::{
    Governance, Result,
    decide::{Call, weigh},
    policies::own_tenant,
};

const MOST_INPUTS: usize = 100;

/// What one policy would do to several inputs.
#[derive(Debug, Clone)]
pub struct ImpactReport {
    /// The policy.
    pub policy_id: String,
    /// Its name.
    pub policy_name: String,
    /// One line for each input, in their order.
    pub lines: Vec<ImpactLine>,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// The organisation's plan.
    pub tier: Tier,
}

/// What a policy would do to one input: the action of its match, if it matches.
pub type ImpactLine = Option<Action>;

/// Asks one policy, enabled or not, about several calls. Nothing is recorded.
pub async fn impact(gov: &Governance, scope: &OrgScope, policy: &str, calls: Vec<Call>) -> Result<ImpactReport> {
    if calls.is_empty() || calls.len() > MOST_INPUTS {
        return Err(Invalid::new("inputs", format!("are 1 to {MOST_INPUTS}")).into());
    }
    let started = Instant::now();
    let mut tx = gov.pool().org_tx(scope).await?;
    let (snapshot, name) = gov.snapshots.of_one(gov, &mut tx, policy).await?;
    let (tier, _) = allowance::take(gov, &mut tx, calls.len()).await?;
    let tenant = own_tenant(&mut tx).await?;
    drop(tx);
    let mut lines = Vec::with_capacity(calls.len());
    for call in calls {
        let weighed = weigh(snapshot.clone(), tenant, gov.now(), call).await?;
        lines.push(weighed.evaluation.matched.iter().find(|hit| hit.policy.as_str() == policy).map(|hit| hit.action));
    }
    let took_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(ImpactReport { policy_id: policy.to_owned(), policy_name: name, lines, took_ms, tier })
}
