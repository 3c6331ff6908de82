use ledger::Deed;
use model::{DeedKind, RoleId};
use store::{
    OrgScope, OrgTx, members,
    roles::{self, RoleRecord},
};

use super::{RoleInput, create::fields};
use crate::{
    Error, Governance, Result,
    grants::{Actor, keep_an_owner},
};

/// Changes a role of the organisation's own. Whoever holds it may do what it now allows from their next request.
pub async fn change(gov: &Governance, scope: &OrgScope, role: RoleId, input: &RoleInput) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let before = lock_own(&mut tx, role).await?;
    Actor::in_tx(&mut tx).await?.hand_out(input.permissions)?;
    roles::change(&mut tx, role, &fields(input)).await?;
    keep_an_owner(&mut tx).await?;
    let deed = Deed::new(DeedKind::RoleChanged, role.as_uuid())
        .target(input.name.as_str())
        .fact("allows_now", input.permissions.without(before.permissions).words())
        .fact("allows_no_more", before.permissions.without(input.permissions).words());
    let acting = members::acting(&mut tx).await?;
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}

/// A role of the organisation's own, with all memberships locked.
pub(super) async fn lock_own(tx: &mut OrgTx, role: RoleId) -> Result<RoleRecord> {
    members::lock_all(tx).await?;
    let found = roles::find(tx, role).await?.ok_or(Error::NotFound)?;
    if found.built_in {
        return Err(Error::Refused("Every organisation has this role, and it stays as it is. Make one of your own instead.".to_owned()));
    }
    Ok(found)
}
