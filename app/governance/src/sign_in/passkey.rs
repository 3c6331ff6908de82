use std::sync::Arc;

use identity::passkey::{Begun, Discovering, Proving};
use model::{Id, PersonId, RequestFacts, SessionId, SignInMethod};
use store::entry;
use uuid::Uuid;

use super::{
    Factor, Owed, Pending, Proved, Step, refusal,
    second_factor::owing,
    throttle::{self, Limit},
    why::Why,
};
use crate::{Error, Governance, Result, passkeys, sso};

const DISABLED: &str = "This account is disabled. An owner of your organisation can help.";

/// Asks whatever passkey of ours the browser has: nobody types an address, so nothing is said about accounts.
pub async fn start_by_passkey(gov: &Governance, facts: &RequestFacts) -> Result<Begun<Discovering>> {
    throttle::count(gov, Limit::Source, &throttle::source(facts.ip.as_deref())).await?;
    passkeys::relying_party(gov)?.ask_anybody().map_err(|failed| passkeys::not_accepted(&failed))
}

/// Signs in whoever the passkey belongs to. It is two factors: the device, and what it asked of whoever holds it.
pub async fn by_passkey(gov: &Governance, state: Discovering, answer: &str, facts: &Arc<RequestFacts>) -> Result<Step> {
    throttle::count(gov, Limit::Source, &throttle::source(facts.ip.as_deref())).await?;
    let person = match passkeys::prove_anybody(gov, state, answer).await {
        Ok(person) => person,
        Err(Error::Refused(said)) => return Err(not_proved(gov, answer, &said, facts).await?),
        Err(other) => return Err(other),
    };
    let session = Id::from_uuid(Uuid::new_v4());
    admit(gov, person, session, facts).await?;
    Ok(Step::Proved(Proved { person, session, by: Factor::Passkey }))
}

/// The answer names whose key it would be; that is no proof, so nothing more is said than to a stranger.
async fn not_proved(gov: &Governance, answer: &str, said: &str, facts: &Arc<RequestFacts>) -> Result<Error> {
    let named = passkeys::claimed(answer).unwrap_or_else(|| Id::from_uuid(Uuid::nil()));
    let person = entry::find_person(gov.pool(), named).await?;
    Ok(refusal::beside(gov, person.as_ref(), (SignInMethod::Passkey, Why::Passkey), said, facts))
}

/// Whoever holds the key is known by now, so what keeps them out can be told.
async fn admit(gov: &Governance, person: PersonId, session: SessionId, facts: &Arc<RequestFacts>) -> Result<()> {
    let row = entry::find_person(gov.pool(), person).await?.ok_or(Error::NotFound)?;
    let (why, error) = if row.disabled_at.is_some() {
        (Why::Disabled, Error::Refused(DISABLED.to_owned()))
    } else {
        match sso::refuse_password(gov, &row).await {
            Ok(()) => return Ok(()),
            Err(error) => (Why::ProviderRequired, error),
        }
    };
    Err(refusal::told(gov, &row, session, (SignInMethod::Passkey, why), error, facts).await)
}

/// Asks a passkey of somebody whose password was right. `None` when the sign-in has to start over.
pub async fn start_factor_by_passkey(gov: &Governance, pending: &Pending) -> Result<Option<Begun<Proving>>> {
    if owing(gov, pending, Owed::Code).await?.is_none() {
        return Ok(None);
    }
    passkeys::ask(gov, pending.person).await.map(Some)
}

/// Takes a passkey as the second factor.
pub async fn factor_by_passkey(
    gov: &Governance,
    pending: &Pending,
    state: &Proving,
    answer: &str,
    facts: &Arc<RequestFacts>,
) -> Result<Step> {
    let Some(person) = owing(gov, pending, Owed::Code).await? else { return Ok(Step::StartOver) };
    if let Err(error) = passkeys::prove(gov, pending.person, state, answer).await {
        return Err(refusal::told(gov, &person, pending.session, (SignInMethod::Passkey, Why::Passkey), error, facts).await);
    }
    Ok(Step::Proved(pending.proved(Factor::Passkey)))
}
