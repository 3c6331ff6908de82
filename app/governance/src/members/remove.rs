use ledger::Deed;
use model::{DeedKind, Invalid, KeyId, PersonId, PersonalField};
use store::{OrgScope, OrgTx, entry, keys, members};

use super::suspend::lock;
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

/// Removes a member: their sessions end, their roles are gone, their keys are ended or handed over, all in one commit. Says how
/// many keys there were.
pub async fn remove(gov: &Governance, scope: &OrgScope, person: PersonId, keys_of: KeysOfLeaver) -> Result<usize> {
    let mut tx = gov.pool().entry_tx().await?;
    let ended = entry::end_sessions(&mut tx, person, None, None).await?;
    let mut tx = tx.enter(scope).await?;
    let life = lock(&mut tx, person).await?;
    let owned = keys::lock_owned_by(&mut tx, person).await?;
    let mut deeds = settle_keys(&mut tx, &owned, person, keys_of).await?;
    members::remove(&mut tx, person).await?;
    keep_an_owner(&mut tx).await?;
    let removed = Deed::new(DeedKind::MemberRemoved, person.as_uuid())
        .fact("sessions_ended", ended)
        .fact("keys", owned.len())
        .personal(PersonalField::TargetPerson, life.email);
    deeds.push(removed);
    let acting = members::acting(&mut tx).await?;
    let deeds: Vec<Deed> = deeds.into_iter().map(|deed| acting.sign(deed)).collect();
    tx.commit_all(&deeds).await?;
    Ok(owned.len())
}

async fn settle_keys(tx: &mut OrgTx, owned: &[KeyId], leaver: PersonId, keys_of: KeysOfLeaver) -> Result<Vec<Deed>> {
    if let KeysOfLeaver::HandTo(heir) = keys_of {
        check_heir(tx, owned, leaver, heir).await?;
    }
    let mut deeds = Vec::with_capacity(owned.len() + 1);
    for key in owned {
        deeds.push(match keys_of {
            KeysOfLeaver::Revoke => {
                keys::revoke(tx, *key).await?;
                Deed::new(DeedKind::KeyRevoked, key.as_uuid()).target(key.client_id()).fact("because", "member removed")
            }
            KeysOfLeaver::HandTo(heir) => {
                keys::hand_over(tx, *key, heir).await?;
                Deed::new(DeedKind::KeyHandedOver, key.as_uuid()).target(key.client_id()).fact("to", heir.to_string())
            }
        });
    }
    Ok(deeds)
}

/// Whoever answers for a key may roll it and so use it: it may hold no more than they do, nor than whoever hands it on.
async fn check_heir(tx: &mut OrgTx, owned: &[KeyId], leaver: PersonId, heir: PersonId) -> Result<()> {
    let refuse = |problem: &str| Error::Invalid(Invalid::new("keys", problem));
    let life = members::life(tx, heir).await?.filter(|life| life.suspended_at.is_none() && heir != leaver);
    life.ok_or_else(|| refuse("must go to an active member"))?;
    let held = members::held(tx, heir).await?;
    let rights = together(held.iter().map(|held| held.permissions));
    let actor = Actor::in_tx(tx).await?;
    for key in owned {
        let Some(record) = keys::find(tx, *key).await? else { continue };
        actor.hand_out(record.scopes)?;
        if !rights.covers(record.scopes) {
            return Err(refuse("must go to a member who may do what each of them may do"));
        }
    }
    Ok(())
}
