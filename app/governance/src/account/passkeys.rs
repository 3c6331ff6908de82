use std::sync::Arc;

use identity::passkey::{Begun, Registering};
use ledger::Deed;
use model::{DeedKind, Id, Invalid, PasskeyId, PersonId, RequestFacts, SessionId, views::RecoveryCodes};
use store::entry::{self, NewPasskey};
use uuid::Uuid;

use super::{
    factor::{must_be_fresh, replace_codes},
    own_deed,
};
use crate::{
    Error, Governance, Result,
    letters::{self, Letter},
    passkeys,
    sign_in::{SignedIn, needs_second_factor},
};

/// Nobody has so many devices.
const MOST: usize = 20;
/// The name of one, in characters.
const LONGEST_NAME: usize = 60;
/// Added by another tab, or to another account.
const TAKEN: &str = "This passkey is in use already.";
const LAST: &str = "Your role needs a second factor, and this is your last. Add another first.";

/// Begins to add a passkey.
pub async fn start_passkey(gov: &Governance, who: SignedIn) -> Result<Begun<Registering>> {
    who.must_be_own()?;
    must_be_fresh(who, gov.now())?;
    ask_for_new(gov, who.person).await
}

/// Adds the passkey that was made and ends the person's other sessions. The first factor of a person brings recovery codes.
pub async fn add_passkey(
    gov: &Governance,
    who: SignedIn,
    state: &Registering,
    answer: &str,
    name: &str,
    facts: &Arc<RequestFacts>,
) -> Result<Option<RecoveryCodes>> {
    who.must_be_own()?;
    must_be_fresh(who, gov.now())?;
    put_in_force(gov, (who.person, who.session), state, answer, name, facts).await
}

/// Asks the person's device for a passkey that it does not have yet.
pub(crate) async fn ask_for_new(gov: &Governance, person: PersonId) -> Result<Begun<Registering>> {
    let row = entry::find_person(gov.pool(), person).await?.ok_or(Error::NotFound)?;
    let (_, keys) = passkeys::of(gov, person).await?;
    if keys.len() >= MOST {
        return Err(Error::Conflict(format!("You have {MOST} passkeys. Remove one first.")));
    }
    let us = passkeys::relying_party(gov)?;
    us.register(person.as_uuid(), &row.email, &row.display_name, &keys).map_err(Error::broken)
}

/// Takes the passkey that was made, ends every session of the person but this one, and makes recovery codes when it is their
/// first factor: all or nothing.
pub(crate) async fn put_in_force(
    gov: &Governance,
    (person, session): (PersonId, SessionId),
    state: &Registering,
    answer: &str,
    name: &str,
    facts: &Arc<RequestFacts>,
) -> Result<Option<RecoveryCodes>> {
    let name = parse_name(name)?;
    let key = passkeys::relying_party(gov)?.registered(answer, state).map_err(|failed| passkeys::not_accepted(&failed))?;
    let material = key.to_json().map_err(Error::broken)?;
    let row = entry::find_person(gov.pool(), person).await?.ok_or(Error::NotFound)?;
    let scope = own_deed::scope(gov, person, session, facts).await?;
    let passkey = Id::from_uuid(Uuid::now_v7());
    let mut tx = gov.pool().entry_tx().await?;
    let new = NewPasskey { id: passkey, person, credential: key.credential(), name, material: &material };
    if !entry::add_passkey(&mut tx, new, gov.now()).await? {
        return Err(Error::Conflict(TAKEN.to_owned()));
    }
    entry::end_sessions(&mut tx, person, None, Some(session)).await?;
    letters::to_person(&mut tx, person, &Letter::PasskeyAdded { at: gov.now() }, gov.now()).await?;
    let codes = if row.recovery_left == 0 || !row.factors().any() { Some(replace_codes(&mut tx, person).await?) } else { None };
    own_deed::commit(tx, scope.as_ref(), Deed::new(DeedKind::PasskeyAdded, passkey.as_uuid())).await?;
    Ok(codes)
}

/// Removes a passkey and ends the person's other sessions. The last factor of somebody who has to have one stays.
pub async fn remove_passkey(gov: &Governance, who: SignedIn, passkey: PasskeyId, facts: &Arc<RequestFacts>) -> Result<()> {
    who.must_be_own()?;
    must_be_fresh(who, gov.now())?;
    let rows = entry::passkeys_of(gov.pool(), who.person).await?;
    rows.iter().find(|row| row.id() == passkey).ok_or(Error::NotFound)?;
    let one_stays = needs_second_factor(&entry::memberships(gov.pool(), who.person).await?);
    let scope = own_deed::scope(gov, who.person, who.session, facts).await?;
    let mut tx = gov.pool().entry_tx().await?;
    if !entry::remove_passkey(&mut tx, who.person, passkey, one_stays).await? {
        return Err(Error::Conflict(LAST.to_owned()));
    }
    entry::end_sessions(&mut tx, who.person, None, Some(who.session)).await?;
    letters::to_person(&mut tx, who.person, &Letter::PasskeyRemoved { at: gov.now() }, gov.now()).await?;
    own_deed::commit(tx, scope.as_ref(), Deed::new(DeedKind::PasskeyRemoved, passkey.as_uuid())).await
}

fn parse_name(typed: &str) -> Result<&str> {
    let name = typed.trim();
    if name.is_empty() {
        return Err(Invalid::new("name", "is required").into());
    }
    if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(Invalid::new("name", format!("is one line of at most {LONGEST_NAME} characters")).into());
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_short_line() {
        assert_eq!(parse_name("  Work laptop ").unwrap(), "Work laptop");
        for wrong in ["", "   ", "two\nlines", &"x".repeat(LONGEST_NAME + 1)] {
            assert!(parse_name(wrong).is_err(), "{wrong:?}");
        }
    }
}
