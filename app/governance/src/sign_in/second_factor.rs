use std::sync::Arc;

use identity::recovery::{self, RecoveryCode};
use ledger::Deed;
use model::{DeedKind, RequestFacts, SignInMethod, views::FactorWays};
use store::entry::{self, PersonRow};
use uuid::Uuid;

use super::{
    Factor, Owed, Pending, Step, authenticator, refusal,
    throttle::{self, Limit},
    why::Why,
};
use crate::{Error, Governance, Result, account::own_deed};

/// Checks a code of the authenticator, or a recovery code. After too many in one sign-in the password is asked again.
pub async fn second_factor(gov: &Governance, pending: &Pending, code: &str, facts: &Arc<RequestFacts>) -> Result<Step> {
    let Some(person) = owing(gov, pending, Owed::Code).await? else { return Ok(Step::StartOver) };
    match throttle::count(gov, Limit::CodeInSignIn, &pending.session.to_string()).await {
        Err(Error::TooMany { .. }) => return Ok(Step::StartOver),
        counted => counted?,
    }
    throttle::count(gov, Limit::CodeOfPerson, &pending.person.to_string()).await?;
    if authenticator::spend(gov, &person, code).await? {
        return Ok(Step::Proved(pending.proved(Factor::Authenticator)));
    }
    if spend_recovery_code(gov, pending, code, facts).await? {
        return Ok(Step::Proved(pending.proved(Factor::RecoveryCode)));
    }
    let method = if RecoveryCode::parse(code).is_some() { SignInMethod::RecoveryCode } else { SignInMethod::Authenticator };
    Err(refusal::told(gov, &person, pending.session, (method, Why::Code), authenticator::wrong_code(), facts).await)
}

/// By what the second step can be done; `None` when the sign-in has to start over.
pub async fn ways(gov: &Governance, pending: &Pending) -> Result<Option<FactorWays>> {
    Ok(owing(gov, pending, Owed::Code).await?.map(|person| person.factors()))
}

/// The person, when the sign-in is still open and this is what it owes.
pub(super) async fn owing(gov: &Governance, pending: &Pending, owed: Owed) -> Result<Option<PersonRow>> {
    if pending.owes != owed || pending.is_over(gov.now()) {
        return Ok(None);
    }
    let person = entry::find_person(gov.pool(), pending.person).await?;
    Ok(person.filter(|person| person.disabled_at.is_none() && person.factors().any() == (owed == Owed::Code)))
}

async fn spend_recovery_code(gov: &Governance, pending: &Pending, typed: &str, facts: &Arc<RequestFacts>) -> Result<bool> {
    let Some(code) = RecoveryCode::parse(typed) else { return Ok(false) };
    let scope = own_deed::scope(gov, pending.person, pending.session, facts).await?;
    let mut tx = gov.pool().entry_tx().await?;
    if !entry::spend_recovery_code(&mut tx, pending.person, &recovery::digest(&code), gov.now()).await? {
        return Ok(false);
    }
    own_deed::commit(tx, scope.as_ref(), Deed::new(DeedKind::RecoveryCodeSpent, Uuid::new_v4())).await?;
    Ok(true)
}
