use ledger::Deed;
use model::{BuiltInRole, DeedKind, KeyId, PersonId, PersonalField};
use store::{
    OrgTx, entry, exports, keys,
    members::{self, Acting, Assignment, Departure, MemberLife, Way},
    teams,
};
use time::OffsetDateTime;

use super::remove::KeysOfLeaver;
use crate::{
    Error, Governance, Result,
    letters::{self, Letter},
};

/// Somebody who leaves.
#[derive(Debug)]
pub(crate) struct Leaver<'a> {
    /// Who.
    pub(crate) person: PersonId,
    /// What becomes of the keys that they answer for.
    pub(crate) keys_of: KeysOfLeaver,
    /// By which way.
    pub(crate) way: Way,
    /// When it began.
    pub(crate) began: OffsetDateTime,
    /// Who does it.
    pub(crate) acting: &'a Acting,
}

/// The one place where somebody stops being a member, whichever way it comes about: sessions and the streams that they have open,
/// roles, keys, and exports that were asked for end in this transaction, and the receipt is written. Members have to be locked.
/// Answers the records; the last one is that of the departure.
pub(crate) async fn leave(gov: &Governance, tx: &mut OrgTx, leaver: &Leaver<'_>) -> Result<Vec<Deed>> {
    let person = leaver.person;
    let life = members::life(tx, person).await?.ok_or(Error::NotFound)?;
    let roles = members::held(tx, person).await?;
    let sessions = entry::end_sessions_within(tx, person).await?;
    let owned = keys::lock_owned_by(tx, person).await?;
    let mut deeds = settle_keys(tx, &owned, leaver.keys_of).await?;
    let exports = exports::give_up_of(tx, person, "Whoever asked for it left the organisation.").await?;
    let teams = teams::of_person(tx, person).await?.into_iter().map(|(_, name)| name).collect();
    members::remove(tx, person).await?;
    let clients: Vec<String> = owned.iter().map(|key| key.client_id()).collect();
    let (keys_revoked, keys_handed) = match leaver.keys_of {
        KeysOfLeaver::Revoke => (clients, Vec::new()),
        KeysOfLeaver::HandTo(_) => (Vec::new(), clients),
    };
    let departure = Departure {
        person,
        way: leaver.way,
        by: leaver.acting.name.clone(),
        took_micros: i64::try_from((gov.now() - leaver.began).whole_microseconds()).unwrap_or(i64::MAX),
        sessions,
        roles: role_names(&roles),
        teams,
        keys_revoked,
        keys_handed,
        exports: exports.iter().map(ToString::to_string).collect(),
    };
    let receipt = members::add_departure(tx, &departure).await?;
    tell_owners(tx, leaver, &life, &departure.roles).await?;
    let deed = Deed::new(DeedKind::MemberRemoved, person.as_uuid())
        .fact("receipt", receipt.to_string())
        .fact("way", leaver.way.as_str())
        .fact("sessions_ended", sessions)
        .fact("keys", owned.len())
        .fact("exports", exports.len())
        .personal(PersonalField::TargetPerson, life.email);
    deeds.push(deed);
    Ok(deeds.into_iter().map(|deed| leaver.acting.sign(deed)).collect())
}

async fn settle_keys(tx: &mut OrgTx, owned: &[KeyId], keys_of: KeysOfLeaver) -> Result<Vec<Deed>> {
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

/// By name, each once: the same role may have come by several ways.
fn role_names(held: &[Assignment]) -> Vec<String> {
    let mut names: Vec<String> = held.iter().map(|held| held.name.clone()).collect();
    names.dedup();
    names
}

/// Owners are told when a directory takes one of them away.
async fn tell_owners(tx: &mut OrgTx, leaver: &Leaver<'_>, life: &MemberLife, roles: &[String]) -> Result<()> {
    if leaver.way != Way::Directory || !roles.iter().any(|role| role == BuiltInRole::Owner.as_str()) {
        return Ok(());
    }
    let org = store::orgs::this(tx).await?.name;
    letters::to_owners(tx, leaver.person, &Letter::OwnerLeft { org, name: life.name.clone() }).await
}
