use std::sync::Arc;

use identity::passkey::{Begun, Discovering, Proving};
use model::{Id, PersonId, RequestFacts};
use store::entry;
use uuid::Uuid;

use super::{
    Factor, Owed, Pending, Proved, Step, refusal,
    second_factor::owing,
    throttle::{self, Limit},
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
    let person = passkeys::prove_anybody(gov, state, answer).await.inspect_err(|_| refusal::count("passkey"))?;
    admit(gov, person).await.map(|()| {
        let session = Id::from_uuid(Uuid::new_v4());
        Step::Proved(Proved { person, session, by: Factor::Passkey })
    })
}

/// Whoever holds the key is known by now, so what keeps them out can be told.
async fn admit(gov: &Governance, person: PersonId) -> Result<()> {
    let row = entry::find_person(gov.pool(), person).await?.ok_or(Error::NotFound)?;
    if row.disabled_at.is_some() {
        refusal::count("disabled");
        return Err(Error::Refused(DISABLED.to_owned()));
    }
    sso::refuse_password(gov, &row).await.inspect_err(|_| refusal::count("provider_required"))
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
    if owing(gov, pending, Owed::Code).await?.is_none() {
        return Ok(Step::StartOver);
    }
    if let Err(error) = passkeys::prove(gov, pending.person, state, answer).await {
        refusal::count("passkey");
        refusal::record(gov, pending.person, pending.session, facts, "passkey").await?;
        return Err(error);
    }
    Ok(Step::Proved(pending.proved(Factor::Passkey)))
}
