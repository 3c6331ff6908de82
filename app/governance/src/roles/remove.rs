use ledger::Deed;
use model::{DeedKind, RoleId};
use store::{OrgScope, members, roles};

use super::change::lock_own;
use crate::{Error, Governance, Result};

/// Removes a role that nobody holds, no team carries and nobody is invited to.
pub async fn remove(gov: &Governance, scope: &OrgScope, role: RoleId) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let found = lock_own(&mut tx, role).await?;
    let uses = roles::uses(&mut tx).await?.remove(&role).unwrap_or_default();
    if uses.people > 0 || uses.invitations > 0 || uses.teams > 0 {
        return Err(Error::Conflict(
            "Somebody holds this role or is invited to it, or a team carries it. Take it away from them first.".to_owned(),
        ));
    }
    roles::remove(&mut tx, role).await?;
    let deed = Deed::new(DeedKind::RoleRemoved, role.as_uuid()).target(found.name);
    let acting = members::acting(&mut tx).await?;
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}
