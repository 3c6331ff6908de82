use ledger::Deed;
use model::{DeedKind, ReleaseMode};
use store::{OrgScope, members, orgs};

use crate::{Governance, Result};

/// How changes of policies come into force.
pub async fn mode(gov: &Governance, scope: &OrgScope) -> Result<ReleaseMode> {
    let mut tx = gov.pool().org_tx(scope).await?;
    Ok(orgs::release_mode(&mut tx).await?)
}

/// Changes how changes of policies come into force. Open drafts stay open, and what is in force stays.
pub async fn set_mode(gov: &Governance, scope: &OrgScope, mode: ReleaseMode) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    orgs::set_release_mode(&mut tx, mode).await?;
    let deed = Deed::new(DeedKind::ReleaseModeChanged, tx.org().as_uuid()).fact("release_mode", mode.as_str());
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}
