use model::{DeedKind, ReleaseId, ReleaseState, views::ReleaseLine};
use store::{OrgScope, members, releases as stored};

use super::{
    apply::{deed, expect_open, locked},
    gate,
    hands::hands,
    list::line,
};
use crate::{Error, Governance, Result};

/// Hands a draft in: its tests are run and have to be green, and it was simulated since its last change.
pub async fn request(gov: &Governance, scope: &OrgScope, id: ReleaseId) -> Result<ReleaseLine> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let (release, live) = locked(&mut tx, id).await?;
    if expect_open(&release)? == ReleaseState::Requested {
        return Err(Error::Conflict("It was handed in already.".to_owned()));
    }
    let run = gate::tests_of(&mut tx, &release, &live).await?;
    let missing = gate::missing(&release, &live, run.as_ref())?;
    if !missing.is_empty() {
        return Err(Error::Conflict(missing.join(" ")));
    }
    stored::request(&mut tx, id, &acting.name, serde_json::to_value(&run).map_err(Error::broken)?).await?;
    let own = hands(&mut tx).await?;
    let record = deed(DeedKind::ReleaseRequested, &release)?
        .fact("revision", release.revision)
        .fact("tests_passed", run.as_ref().map(|run| run.passed))
        .fact("simulated_inputs", release.simulated_inputs);
    let after = stored::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    tx.commit(acting.sign(record)).await?;
    line(&after, &own)
}
