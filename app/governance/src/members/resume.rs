use ledger::Deed;
use model::{DeedKind, PersonId, PersonalField};
use store::{OrgScope, members};

use super::suspend::lock;
use crate::{
    Error, Governance, Result,
    grants::{Actor, together},
};

/// Lets a suspended member enter again, with the roles that they had. That hands those roles out, so it needs what they hold.
pub async fn reactivate(gov: &Governance, scope: &OrgScope, person: PersonId) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let life = lock(&mut tx, person).await?;
    if life.suspended_at.is_none() {
        return Err(Error::Conflict("This member is not suspended.".to_owned()));
    }
    let held = members::held(&mut tx, person).await?;
    Actor::in_tx(&mut tx).await?.hand_out(together(held.iter().map(|held| held.permissions)))?;
    members::reactivate(&mut tx, person).await?;
    let deed = Deed::new(DeedKind::MemberReactivated, person.as_uuid()).personal(PersonalField::TargetPerson, life.email);
    let acting = members::acting(&mut tx).await?;
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}
