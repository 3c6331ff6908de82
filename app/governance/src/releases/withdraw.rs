use model::{DeedKind, ReleaseChange, ReleaseId, ReleaseState};
use store::{OrgScope, members};

use super::{
    apply::{close, deed, expect_open, locked},
    draft::give_up,
    hands::hands,
};
use crate::{Governance, Result};

/// Gives a change up; a policy that was never in force goes with it.
pub async fn withdraw(gov: &Governance, scope: &OrgScope, id: ReleaseId) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let (release, live) = locked(&mut tx, id).await?;
    expect_open(&release)?;
    if release.change()? == ReleaseChange::Create && release.base_version == live.version && live.deleted_at.is_none() {
        return give_up(tx, &acting, &live, &release).await;
    }
    let own = hands(&mut tx).await?;
    close(&mut tx, &release, ReleaseState::Withdrawn, None, &acting, &own).await?;
    tx.commit(acting.sign(deed(DeedKind::ReleaseWithdrawn, &release)?)).await?;
    Ok(())
}
