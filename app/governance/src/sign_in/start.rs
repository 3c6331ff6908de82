use std::sync::Arc;

use identity::password::Verified;
use model::{EmailAddress, Id, PersonId, RequestFacts, SessionId, SignInMethod};
use store::entry::{self, PersonRow};
use tokio::time::{Duration, Instant, sleep_until};
use uuid::Uuid;
use vault::SecretString;

use super::{Factor, Owed, Pending, Proved, Step, needs_second_factor, password_check, refusal, throttle, why::Why};
use crate::{Error, Governance, Result, sso};

/// One sentence for every refusal: unknown, wrong, disabled, without a password.
const NO_MATCH: &str = "E-mail and password do not match an account.";

/// How long a refusal takes while somebody has an imported hash, whose check takes longer than that of others: the dearest one
/// that is taken over takes a third of it.
const REFUSED_AFTER: Duration = Duration::from_millis(800);

/// Checks address and password. An unknown address costs what a known one costs, and is answered the same.
pub async fn start(gov: &Governance, email: &str, password: SecretString, facts: &Arc<RequestFacts>) -> Result<Step> {
    let began = Instant::now();
    let outcome = check(gov, email, password, facts).await;
    if matches!(outcome, Err(Error::Refused(_))) && entry::has_imported_passwords(gov.pool()).await? {
        sleep_until(began + REFUSED_AFTER).await;
    }
    outcome
}

async fn check(gov: &Governance, email: &str, password: SecretString, facts: &Arc<RequestFacts>) -> Result<Step> {
    let email = EmailAddress::parse(email)?;
    throttle::admit(gov, &email, facts).await.inspect_err(|error| note_too_many(gov, &email, error, facts))?;
    let person = entry::find_person_by_email(gov.pool(), email.as_str()).await?;
    let stored = person.as_ref().and_then(|person| person.password_hash.clone());
    let checked = password_check::check(password, stored).await?;
    let refuse = |person: Option<&PersonRow>, why| refusal::beside(gov, person, (SignInMethod::Password, why), NO_MATCH, facts);
    let Some(person) = person.as_ref().filter(|_| checked.verified != Verified::NoMatch) else {
        return Err(refuse(person.as_ref(), Why::Password));
    };
    if person.disabled_at.is_some() {
        return Err(refuse(Some(person), Why::Disabled));
    }
    if let Some(hash) = checked.rehashed {
        keep_rehashed(gov, person, &hash).await;
    }
    if let Err(error) = sso::refuse_password(gov, person).await {
        let why = (SignInMethod::Password, Why::ProviderRequired);
        return Err(refusal::told(gov, person, Id::from_uuid(Uuid::new_v4()), why, error, facts).await);
    }
    next(gov, person).await
}

fn note_too_many(gov: &Governance, email: &EmailAddress, error: &Error, facts: &Arc<RequestFacts>) {
    if matches!(error, Error::TooMany { .. }) {
        refusal::too_many_beside(gov, email.as_str(), facts);
    }
}

/// The same for somebody whose password is right without being asked: they have just chosen it.
pub(crate) async fn after_password(gov: &Governance, person: PersonId) -> Result<Step> {
    let person = entry::find_person(gov.pool(), person).await?.ok_or(Error::NotFound)?;
    next(gov, &person).await
}

/// What is left to do after the right password.
async fn next(gov: &Governance, person: &PersonRow) -> Result<Step> {
    let session: SessionId = Id::from_uuid(Uuid::new_v4());
    let owes = if person.factors().any() {
        Owed::Code
    } else if needs_second_factor(&entry::memberships(gov.pool(), person.person()).await?) {
        Owed::Enrolment
    } else {
        return Ok(Step::Proved(Proved { person: person.person(), session, by: Factor::Password }));
    };
    Ok(Step::Owes(Pending { person: person.person(), session, since: gov.now(), owes, seed: None }))
}

/// The old hash still works, so a failure here is no reason to keep somebody out.
async fn keep_rehashed(gov: &Governance, person: &PersonRow, hash: &str) {
    let kept = async {
        let mut tx = gov.pool().entry_tx().await?;
        entry::set_password(&mut tx, person.person(), person.password_hash.as_deref(), hash).await?;
        tx.commit().await
    };
    if let Err(error) = kept.await {
        tracing::warn!(%error, "a password hash was not renewed");
    }
}
