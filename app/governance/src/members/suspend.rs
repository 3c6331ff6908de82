use ledger::Deed;
use model::{DeedKind, PersonId, PersonalField};
use store::{
    OrgScope, OrgTx, entry,
    members::{self, MemberLife},
};

use super::break_glass;
use crate::{
    Error, Governance, Result,
    grants::{Actor, keep_an_owner},
};

/// Keeps a member out until they are reactivated. Their sessions end with the same commit, and the keys that they answer for are
/// refused; roles and keys stay, for when they are back.
pub async fn suspend(gov: &Governance, scope: &OrgScope, person: PersonId) -> Result<()> {
    let mut tx = gov.pool().entry_tx().await?;
    let ended = entry::end_sessions(&mut tx, person, None, None).await?;
    let mut tx = tx.enter(scope).await?;
    let life = lock(&mut tx, person).await?;
    if life.suspended_at.is_some() {
        return Err(Error::Conflict("This member is suspended already.".to_owned()));
    }
    break_glass::let_go(&mut tx, person, &life).await?;
    members::suspend(&mut tx, person).await?;
    keep_an_owner(&mut tx).await?;
    let deed = Deed::new(DeedKind::MemberSuspended, person.as_uuid())
        .fact("sessions_ended", ended)
        .personal(PersonalField::TargetPerson, life.email);
    let acting = members::acting(&mut tx).await?;
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}

/// The member, with everybody's membership locked, when whoever acts may touch them. Nobody acts on themselves here.
pub(super) async fn lock(tx: &mut OrgTx, person: PersonId) -> Result<MemberLife> {
    members::lock_all(tx).await?;
    let life = members::life(tx, person).await?.ok_or(Error::NotFound)?;
    let actor = Actor::in_tx(tx).await?;
    if actor.person == Some(person) {
        return Err(Error::Refused("This is you. Ask another member who may change members.".to_owned()));
    }
    actor.touch(&members::held(tx, person).await?)?;
    Ok(life)
}
