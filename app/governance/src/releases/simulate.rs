use model::{
    Invalid, ReleaseId, TenantId,
    views::{ComparedCall, Comparison},
};
use policy::Snapshot;
use store::{Housekeeping, OrgScope, releases};
use time::OffsetDateTime;

use super::{apply::expect_open, gate::after, get::found};
use crate::{
    Error, Governance, Result,
    decide::{Call, weigh_now},
    policies::{self, own_tenant},
    simulation::Question,
};

const MOST_INPUTS: usize = 100;

/// Says what a draft would do to some calls, beside what is in force, and notes on the draft that it was simulated. Nothing else is
/// written. It is part of releasing, so no plan limits it.
pub async fn simulate(gov: &Governance, scope: &OrgScope, id: ReleaseId, inputs: Vec<Question>) -> Result<Comparison> {
    if inputs.is_empty() || inputs.len() > MOST_INPUTS {
        return Err(Invalid::new("inputs", format!("are 1 to {MOST_INPUTS}")).into());
    }
    let calls = inputs.into_iter().map(Question::call).collect::<std::result::Result<Vec<_>, _>>()?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let (release, live) = found(&mut tx, id).await?;
    expect_open(&release)?;
    let tenant = match live.tenant() {
        Some(tenant) => tenant,
        None => own_tenant(&mut tx).await?,
    };
    let mut drafted = policies::load(gov, &mut tx).await?;
    let in_force = gov.snapshots.peek(gov, &mut tx).await?;
    let now = tx.now();
    drop(tx);
    drafted.swap(after(&live, &release), release.change()?);
    let work = move || Ok::<_, Error>(compared(&in_force, &drafted.compile()?, tenant, now, calls));
    let comparison = tokio::task::spawn_blocking(work).await.map_err(Error::broken)??;
    let mut tx = gov.pool().org_tx(scope).await?;
    if !releases::note_simulated(&mut tx, id, release.revision, comparison.inputs).await? {
        return Err(Error::Conflict("It was changed meanwhile. Simulate it again.".to_owned()));
    }
    tx.commit_housekeeping(Housekeeping::DraftSimulated).await?;
    Ok(comparison)
}

fn compared(live: &Snapshot, draft: &Snapshot, tenant: TenantId, now: OffsetDateTime, calls: Vec<Call>) -> Comparison {
    let lines: Vec<ComparedCall> = calls.into_iter().map(|call| one(live, draft, tenant, now, call)).collect();
    Comparison { inputs: lines.len(), changed: lines.iter().filter(|line| line.differs()).count(), lines }
}

fn one(live: &Snapshot, draft: &Snapshot, tenant: TenantId, now: OffsetDateTime, call: Call) -> ComparedCall {
    let now_said = weigh_now(live, tenant, now, call.clone());
    let then_said = weigh_now(draft, tenant, now, call);
    ComparedCall {
        live: now_said.evaluation.verdict,
        draft: then_said.evaluation.verdict,
        decided_by: then_said.evaluation.matched.first().map(|hit| hit.policy.to_string()),
        redaction_differs: now_said.redacted_text != then_said.redacted_text,
    }
}
