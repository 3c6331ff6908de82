use model::{Invalid, PersonId};
use store::{
    OrgScope, OrgTx, keys,
    members::{self, Way},
};

use super::{
    break_glass,
    leave::{Leaver, leave},
    suspend::lock,
};
use crate::{
    Error, Governance, Result,
    grants::{Actor, keep_an_owner, together},
};

/// What becomes of the API keys that a leaver answers for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeysOfLeaver {
    /// They are ended.
    Revoke,
    /// Another member answers for them from now on, and they go on working.
    HandTo(PersonId),
}

/// Removes a member; everything that hangs on them ends in one commit, and the receipt says what. Says
/// how many keys there were.
pub async fn remove(gov: &Governance, scope: &OrgScope, person: PersonId, keys_of: KeysOfLeaver) -> Result<usize> {
    let began = gov.now();
    let mut tx = gov.pool().org_tx(scope).await?;
    let life = lock(&mut tx, person).await?;
    break_glass::let_go(&mut tx, person, &life).await?;
    if let KeysOfLeaver::HandTo(heir) = keys_of {
        check_heir(&mut tx, person, heir).await?;
    }
    let acting = members::acting(&mut tx).await?;
    let deeds = leave(gov, &mut tx, &Leaver { person, keys_of, way: Way::Removed, began, acting: &acting }).await?;
    keep_an_owner(&mut tx).await?;
    tx.commit_all(&deeds).await?;
    Ok(deeds.len() - 1)
}

/// Whoever answers for a key may roll it and so use it: it may hold no more than they do, nor than whoever hands it on.
async fn check_heir(tx: &mut OrgTx, leaver: PersonId, heir: PersonId) -> Result<()> {
    let refuse = |problem: &str| Error::Invalid(Invalid::new("keys", problem));
    let life = members::life(tx, heir).await?.filter(|life| life.suspended_at.is_none() && heir != leaver);
    life.ok_or_else(|| refuse("must go to an active member"))?;
    let held = members::held(tx, heir).await?;
    let rights = together(held.iter().map(|held| held.permissions));
    let actor = Actor::in_tx(tx).await?;
    for key in keys::lock_owned_by(tx, leaver).await? {
        let Some(record) = keys::find(tx, key).await? else { continue };
        actor.hand_out(record.scopes)?;
        if !rights.covers(record.scopes) {
            return Err(refuse("must go to a member who may do what each of them may do"));
        }
    }
    Ok(())
}
