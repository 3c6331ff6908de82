use ledger::Deed;
use model::DeedKind;
use store::{OrgScope, members, orgs};

use crate::{Governance, Result};

/// Whether the organisation refuses user tokens that cannot be verified.
pub async fn is_strict(gov: &Governance, scope: &OrgScope) -> Result<bool> {
    let mut tx = gov.pool().org_tx(scope).await?;
    Ok(orgs::strict_user_tokens(&mut tx).await?)
}

/// Says whether user tokens that cannot be verified are refused. It counts on every node within a second.
pub async fn set_strict(gov: &Governance, scope: &OrgScope, strict: bool) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    orgs::set_strict_user_tokens(&mut tx, strict).await?;
    let deed = Deed::new(DeedKind::UserTokenModeChanged, tx.org().as_uuid()).fact("strict", strict);
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}
