use std::sync::Arc;

use identity::password::Verified;
use model::{EmailAddress, RequestFacts};
use store::entry::{self, OperatorProof};
use time::Duration;
use vault::{SecretString, api_key::digest, api_key::digest_eq};

use super::Operator;
use crate::{
    Error, Governance, Result,
    sign_in::{
        authenticator, password_check,
        throttle::{self, Limit},
    },
};

/// One sentence for every refusal: unknown, no operator, wrong password, wrong or spent code.
const NO_MATCH: Error = Error::Unauthenticated("Address, password and code do not match an operator.");
/// A session is over then, however much it is used; unused for 15 minutes it is over in the database.
const LASTS: Duration = Duration::hours(8);

/// Checks address, password and code together, and opens a session; its value is for the cookie and is kept nowhere.
pub async fn sign_in(gov: &Governance, email: &str, password: SecretString, code: &str, facts: &Arc<RequestFacts>) -> Result<SecretString> {
    let email = EmailAddress::parse(email).map_err(|_| NO_MATCH)?;
    // Counted apart from the portal's, so that a stranger who tries there does not keep an operator out.
    let account = format!("operator {}", email.as_str());
    throttle::count(gov, Limit::Source, &format!("operator {}", throttle::source(facts.ip.as_deref()))).await?;
    throttle::count(gov, Limit::Account, &account).await?;
    let person = entry::find_person_by_email(gov.pool(), email.as_str()).await?;
    let stored = person.as_ref().and_then(|person| person.password_hash.clone());
    let checked = password_check::check(password, stored).await?;
    let person = person.filter(|_| checked.verified != Verified::NoMatch).ok_or_else(refused)?;
    if !authenticator::spend(gov, &person, code.trim()).await? {
        return Err(refused());
    }
    let value = ::sso::random_handle(&mut rand::rng());
    let proof = OperatorProof(digest(value.expose()));
    if !entry::operator_sign_in(gov.pool(), person.person(), proof, gov.now() + LASTS, facts.ip.as_deref()).await? {
        return Err(refused());
    }
    throttle::forget(gov, Limit::Account, &account).await?;
    Ok(value)
}

fn refused() -> Error {
    metrics::counter!("axonflow_operator_sign_in_refused_total").increment(1);
    tracing::warn!("refused an operator's sign-in");
    NO_MATCH
}

/// The operator whose session has this value, while it lives.
pub async fn here(gov: &Governance, value: &str, facts: &Arc<RequestFacts>) -> Result<Option<Operator>> {
    known(gov, OperatorProof(digest(value)), facts).await
}

/// Whoever sends the key of the operators' API. `None` without one in the settings, and for any other key.
pub async fn by_admin_key(gov: &Governance, key: &str, facts: &Arc<RequestFacts>) -> Result<Option<Operator>> {
    let presented = digest(key);
    match gov.parts.settings.admin_key {
        Some(stored) if digest_eq(&stored, &presented) => known(gov, OperatorProof(presented), facts).await,
        Some(_) | None => Ok(None),
    }
}

async fn known(gov: &Governance, proof: OperatorProof, facts: &Arc<RequestFacts>) -> Result<Option<Operator>> {
    let name = entry::operator(gov.pool(), proof).await?;
    Ok(name.map(|name| Operator { proof, name, facts: facts.clone() }))
}

/// Ends the session.
pub async fn sign_out(gov: &Governance, operator: &Operator) -> Result<()> {
    Ok(entry::operator_sign_out(gov.pool(), operator.proof).await?)
}
