use model::{DeedKind, ReleaseId, ReleaseState, views::ReleaseLine};
use store::{OrgScope, members, releases as stored};

use super::{
    apply::{Releasing, apply, deed, expect_open, locked},
    gate,
    hands::{expect_second, hands},
    list::line,
};
use crate::{Error, Governance, Result};

/// Puts a change that was handed in in force, by somebody who had no hand in it. Live on every node within a second.
pub async fn release(gov: &Governance, scope: &OrgScope, id: ReleaseId) -> Result<ReleaseLine> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let (release, live) = locked(&mut tx, id).await?;
    if expect_open(&release)? != ReleaseState::Requested {
        return Err(Error::Conflict("It is a draft. Its authors have to hand it in first.".to_owned()));
    }
    let own = hands(&mut tx).await?;
    expect_second(&mut tx, &own, &release.hands).await?;
    if release.base_version != live.version {
        return Err(Error::Conflict(gate::stale(&release, &live)));
    }
    let version = apply(&mut tx, &acting, &release, &live, &Releasing { hands: &own, reason: None, is_emergency: false }).await?;
    let record = deed(DeedKind::PolicyReleased, &release)?.fact("version", version).fact("simulated_inputs", release.simulated_inputs);
    let after = stored::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    tx.commit(acting.sign(record)).await?;
    line(&after, &own)
}
