use std::sync::Arc;

use identity::recovery;
use ledger::Deed;
use model::{
    DeedKind, PersonId, RequestFacts, SessionId,
    views::{RecoveryCodes, TotpSetup},
};
use store::{EntryTx, entry};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::own_deed;
use crate::{
    Error, Governance, Result,
    letters::{self, Letter},
    sign_in::{
        KeptSeed, SignedIn,
        authenticator::{self, ProvedSeed},
        throttle::{self, Limit},
    },
};

/// A session that is older may not change factors, so that a browser left open does not give an account away.
const FRESH_FOR: Duration = Duration::minutes(5);
const NOT_FRESH: &str = "You signed in a while ago. Confirm on your account page that it is you, then try again.";

/// What to scan for a new second factor; asking again with what was kept gives the same. The present one stays in force
/// until the new one is proved.
pub async fn start_totp(gov: &Governance, who: SignedIn, kept: Option<&KeptSeed>) -> Result<(KeptSeed, TotpSetup)> {
    who.must_be_own()?;
    must_be_fresh(who, gov.now())?;
    let person = entry::find_person(gov.pool(), who.person).await?.ok_or(Error::NotFound)?;
    authenticator::begin(gov, &person, kept).await
}

/// Proves the new second factor, puts it in force and ends the person's other sessions. The old recovery codes are gone.
pub async fn confirm_totp(
    gov: &Governance,
    who: SignedIn,
    kept: &KeptSeed,
    code: &str,
    facts: &Arc<RequestFacts>,
) -> Result<RecoveryCodes> {
    who.must_be_own()?;
    must_be_fresh(who, gov.now())?;
    throttle::count(gov, Limit::CodeOfPerson, &who.person.to_string()).await?;
    let seed = authenticator::prove(gov, who.person, kept, code).await?;
    let scope = own_deed::scope(gov, who.person, who.session, facts).await?;
    let mut tx = gov.pool().entry_tx().await?;
    let codes = put_in_force(&mut tx, who.person, &seed, gov.now(), Some(who.session)).await?;
    own_deed::commit(tx, scope.as_ref(), Deed::new(DeedKind::FactorEnrolled, Uuid::new_v4())).await?;
    Ok(codes)
}

/// Replaces all recovery codes; the authenticator proves who asks, and without one a session that is fresh.
pub async fn new_recovery_codes(gov: &Governance, who: SignedIn, code: &str, facts: &Arc<RequestFacts>) -> Result<RecoveryCodes> {
    who.must_be_own()?;
    let person = entry::find_person(gov.pool(), who.person).await?.ok_or(Error::NotFound)?;
    if person.factors().authenticator {
        throttle::count(gov, Limit::CodeOfPerson, &who.person.to_string()).await?;
        if !authenticator::spend(gov, &person, code).await? {
            return Err(authenticator::wrong_code());
        }
    } else {
        must_be_fresh(who, gov.now())?;
    }
    let scope = own_deed::scope(gov, who.person, who.session, facts).await?;
    let mut tx = gov.pool().entry_tx().await?;
    let codes = replace_codes(&mut tx, who.person).await?;
    letters::to_person(&mut tx, who.person, &Letter::RecoveryCodesMade { at: gov.now() }, gov.now()).await?;
    own_deed::commit(tx, scope.as_ref(), Deed::new(DeedKind::RecoveryCodesMade, Uuid::new_v4())).await?;
    throttle::forget(gov, Limit::CodeOfPerson, &who.person.to_string()).await?;
    Ok(codes)
}

/// The new authenticator, new recovery codes, and an end to every session but `keep`: all or nothing.
pub(crate) async fn put_in_force(
    tx: &mut EntryTx,
    person: PersonId,
    seed: &ProvedSeed,
    now: OffsetDateTime,
    keep: Option<SessionId>,
) -> Result<RecoveryCodes> {
    entry::confirm_totp(tx, person, &seed.sealed, seed.step, now).await?;
    entry::end_sessions(tx, person, None, keep).await?;
    letters::to_person(tx, person, &Letter::FactorChanged { at: now }, now).await?;
    replace_codes(tx, person).await
}

/// New recovery codes in place of all old ones.
pub(super) async fn replace_codes(tx: &mut EntryTx, person: PersonId) -> Result<RecoveryCodes> {
    let codes = recovery::generate(&mut rand::rng());
    let digests: Vec<[u8; 32]> = codes.iter().map(recovery::digest).collect();
    entry::replace_recovery_codes(tx, person, &digests).await?;
    Ok(RecoveryCodes { codes: codes.iter().map(|code| code.to_text().expose().clone()).collect() })
}

/// Refuses a session whose credentials were given too long ago for changing how somebody signs in.
pub(super) fn must_be_fresh(who: SignedIn, now: OffsetDateTime) -> Result<()> {
    if now - who.since < FRESH_FOR { Ok(()) } else { Err(Error::Refused(NOT_FRESH.to_owned())) }
}

#[cfg(test)]
mod tests {
    use model::Id;
    use time::macros::datetime;

    use super::*;

    #[test]
    fn an_old_session_may_not_change_factors() {
        let since = datetime!(2026-11-21 12:00 UTC);
        let who =
            SignedIn { person: Id::from_uuid(Uuid::from_u128(1)), session: Id::from_uuid(Uuid::from_u128(2)), since, by_provider_of: None };

        assert!(must_be_fresh(who, datetime!(2026-11-21 12:04:59 UTC)).is_ok());
        assert!(matches!(must_be_fresh(who, datetime!(2026-11-21 12:05 UTC)), Err(Error::Refused(_))));
    }
}
