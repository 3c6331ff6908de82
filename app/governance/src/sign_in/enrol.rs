use std::sync::Arc;

use identity::passkey::{Begun, Registering};
use ledger::Deed;
use model::{
    DeedKind, RequestFacts,
    views::{RecoveryCodes, TotpSetup},
};
use uuid::Uuid;

use super::{
    Factor, Owed, Pending, Proved, authenticator,
    second_factor::owing,
    throttle::{self, Limit},
};
use crate::{
    Governance, Result,
    account::{factor, own_deed, passkeys},
};

/// A second factor that was set up on the way in.
#[derive(Debug, Clone)]
pub struct Enrolled {
    /// What [`super::finish`] takes.
    pub proved: Proved,
    /// To show once; none when the person kept theirs.
    pub codes: Option<RecoveryCodes>,
}

/// What to scan for the second factor that a role asks for; asking again gives the same until it is proved. `None` when
/// the sign-in has to start over.
pub async fn enrol_start(gov: &Governance, pending: &Pending) -> Result<Option<(Pending, TotpSetup)>> {
    let Some(person) = owing(gov, pending, Owed::Enrolment).await? else { return Ok(None) };
    let (seed, setup) = authenticator::begin(gov, &person, pending.seed.as_ref()).await?;
    Ok(Some((Pending { seed: Some(seed), ..pending.clone() }, setup)))
}

/// Proves the new second factor and puts it in force. `None` when the sign-in has to start over.
pub async fn enrol_finish(gov: &Governance, pending: &Pending, code: &str, facts: &Arc<RequestFacts>) -> Result<Option<Enrolled>> {
    let Some(person) = owing(gov, pending, Owed::Enrolment).await? else { return Ok(None) };
    let Some(seed) = &pending.seed else { return Ok(None) };
    throttle::count(gov, Limit::CodeOfPerson, &pending.person.to_string()).await?;
    let seed = authenticator::prove(gov, person.person(), seed, code).await?;
    let scope = own_deed::scope(gov, pending.person, pending.session, facts).await?;
    let mut tx = gov.pool().entry_tx().await?;
    let codes = factor::put_in_force(&mut tx, pending.person, &seed, gov.now(), None).await?;
    own_deed::commit(tx, scope.as_ref(), Deed::new(DeedKind::FactorEnrolled, Uuid::new_v4())).await?;
    Ok(Some(Enrolled { proved: pending.proved(Factor::Authenticator), codes: Some(codes) }))
}

/// Asks the browser for a passkey, which serves as well. `None` when the sign-in has to start over.
pub async fn start_enrol_passkey(gov: &Governance, pending: &Pending) -> Result<Option<Begun<Registering>>> {
    let Some(person) = owing(gov, pending, Owed::Enrolment).await? else { return Ok(None) };
    passkeys::ask_for_new(gov, person.person()).await.map(Some)
}

/// Takes the passkey that was made as the second factor. `None` when the sign-in has to start over.
pub async fn enrol_passkey(
    gov: &Governance,
    pending: &Pending,
    state: &Registering,
    answer: &str,
    name: &str,
    facts: &Arc<RequestFacts>,
) -> Result<Option<Enrolled>> {
    let Some(person) = owing(gov, pending, Owed::Enrolment).await? else { return Ok(None) };
    let codes = passkeys::put_in_force(gov, (person.person(), pending.session), state, answer, name, facts).await?;
    Ok(Some(Enrolled { proved: pending.proved(Factor::Passkey), codes }))
}
