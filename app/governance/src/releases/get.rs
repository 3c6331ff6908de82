use model::{
    ReleaseChange, ReleaseId,
    views::{ReleaseDetail, TestRun},
};
use store::{
    OrgScope, OrgTx,
    policies::{self, PolicyFields, PolicyRow},
    releases::{self, ReleaseRow},
};

use super::{gate, hands::hands, list::line};
use crate::{
    Error, Governance, Result,
    policies::{between, is_visible},
};

/// One change with what it would change, or changed, and what is missing before it can be handed in.
pub async fn get(gov: &Governance, scope: &OrgScope, id: ReleaseId) -> Result<ReleaseDetail> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let (release, live) = found(&mut tx, id).await?;
    let own = hands(&mut tx).await?;
    let is_open = release.state()?.is_open();
    let missing = if is_open {
        let run = gate::tests_of(&mut tx, &release, &live).await?;
        gate::missing(&release, &live, run.as_ref())?
    } else {
        Vec::new()
    };
    let before = before(&mut tx, &release, &live).await?;
    let after = Some(release.fields()).filter(|_| release.change().is_ok_and(|change| change != ReleaseChange::Remove));
    let live_version = live.deleted_at.is_none().then_some(live.version);
    Ok(ReleaseDetail { line: line(&release, &own)?, live_version, diff: between(before.as_ref(), after), missing })
}

/// Runs the tests of a change; nothing is recorded. Green, without any test, for a removal.
pub async fn run_tests(gov: &Governance, scope: &OrgScope, id: ReleaseId) -> Result<TestRun> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let (release, live) = found(&mut tx, id).await?;
    let run = gate::tests_of(&mut tx, &release, &live).await?;
    Ok(run.unwrap_or(TestRun { is_green: true, passed: 0, failed: Vec::new(), coverage_percent: None, problem: None }))
}

/// A release and its policy as they are stored; one that this caller may not see does not exist.
pub(super) async fn found(tx: &mut OrgTx, id: ReleaseId) -> Result<(ReleaseRow, PolicyRow)> {
    let release = releases::find(tx, id).await?.filter(|row| is_visible(tx.scope().principal(), row.tenant())).ok_or(Error::NotFound)?;
    let live = policies::find_any(tx, &release.policy_id).await?.ok_or(Error::NotFound)?;
    Ok((release, live))
}

/// What an open release is compared with is in force; a closed one, with the version that it was written upon. A policy that was
/// never in force is compared with nothing.
async fn before(tx: &mut OrgTx, release: &ReleaseRow, live: &PolicyRow) -> Result<Option<PolicyFields>> {
    if release.change()? == ReleaseChange::Create {
        return Ok(None);
    }
    if release.state()?.is_open() {
        return Ok(Some(live.fields.clone()).filter(|_| live.deleted_at.is_none()));
    }
    let version = policies::find_version(tx, &release.policy_id, release.base_version).await?;
    Ok(version.map(|version| version.fields()).transpose()?)
}
