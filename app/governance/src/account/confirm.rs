use std::sync::Arc;

use identity::passkey::{Begun, Proving};
use model::RequestFacts;
use store::entry;
use vault::SecretString;

use super::password::check_current;
use crate::{
    Error, Governance, Result, passkeys,
    sign_in::{
        SignedIn, authenticator, refusal,
        throttle::{self, Limit},
    },
};

/// The field of the form.
const SECRET: &str = "secret";

/// Somebody who is signed in proves again that it is them: by a code of the authenticator, or by the password when they have
/// no other factor. The session counts as fresh from now on.
pub async fn confirm(gov: &Governance, who: SignedIn, secret: SecretString, facts: &Arc<RequestFacts>) -> Result<SignedIn> {
    who.must_be_own()?;
    let person = entry::find_person(gov.pool(), who.person).await?.ok_or(Error::NotFound)?;
    if !person.factors().any() {
        check_current(gov, &person, secret, SECRET).await?;
        return Ok(renewed(gov, who));
    }
    throttle::count(gov, Limit::CodeOfPerson, &who.person.to_string()).await?;
    if authenticator::spend(gov, &person, secret.expose()).await? {
        throttle::forget(gov, Limit::CodeOfPerson, &who.person.to_string()).await?;
        return Ok(renewed(gov, who));
    }
    refusal::record(gov, who.person, who.session, facts, "code").await?;
    Err(authenticator::wrong_code_in(SECRET))
}

/// Asks one of the person's passkeys for the same.
pub async fn start_confirm_by_passkey(gov: &Governance, who: SignedIn) -> Result<Begun<Proving>> {
    who.must_be_own()?;
    passkeys::ask(gov, who.person).await
}

/// The same by a passkey.
pub async fn confirm_by_passkey(
    gov: &Governance,
    who: SignedIn,
    state: &Proving,
    answer: &str,
    facts: &Arc<RequestFacts>,
) -> Result<SignedIn> {
    who.must_be_own()?;
    if let Err(error) = passkeys::prove(gov, who.person, state, answer).await {
        refusal::record(gov, who.person, who.session, facts, "passkey").await?;
        return Err(error);
    }
    Ok(renewed(gov, who))
}

fn renewed(gov: &Governance, who: SignedIn) -> SignedIn {
    SignedIn { since: gov.now(), ..who }
}
