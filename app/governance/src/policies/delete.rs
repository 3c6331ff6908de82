use model::{DeedKind, ReleaseId, ReleaseMode};
use policy::PolicyKind;
use store::{OrgScope, OrgTx, members, orgs, policies, policies::PolicyRow};

use super::change::{Change, lock_own};
use crate::{Governance, Result, releases};

/// What became of a policy that was to be removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removed {
    /// It is out of force; its versions stay.
    Gone,
    /// It goes out of force when a second person releases this.
    Drafted(ReleaseId),
}

/// Takes a policy of the organisation's own out of force, and its override with it, or drafts that where changes are reviewed.
pub async fn delete(gov: &Governance, scope: &OrgScope, id: &str, kind: PolicyKind) -> Result<Removed> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let row = lock_own(&mut tx, id, kind).await?;
    if orgs::release_mode(&mut tx).await? == ReleaseMode::Reviewed {
        return releases::draft_removal(tx, &acting, row).await;
    }
    let deed = take_out(&mut tx, &row, &acting.name).await?.deed(DeedKind::PolicyDeleted);
    tx.commit(acting.sign(deed)).await?;
    Ok(Removed::Gone)
}

/// Takes a locked policy out of force under its next version.
pub(crate) async fn take_out<'a>(tx: &mut OrgTx, row: &'a PolicyRow, by: &str) -> Result<Change<'a>> {
    let change =
        Change { id: &row.policy_id, version: row.version.saturating_add(1), what: "deleted", tier: &row.tier, fields: &row.fields };
    policies::delete(tx, change.id, change.version).await?;
    policies::delete_override(tx, change.id).await?;
    change.keep(tx, by).await?;
    Ok(change)
}
