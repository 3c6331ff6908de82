use std::sync::Arc;

use identity::password_rules;
use ledger::Deed;
use model::{DeedKind, EmailAddress, Id, Invalid, RequestFacts};
use store::entry;
use time::Duration;
use uuid::Uuid;
use vault::SecretString;

use super::{
    password_check,
    throttle::{self, Limit},
};
use crate::{
    Error, Governance, Result,
    account::own_deed,
    letters::{self, Letter},
    tickets::Ticket,
};

/// How long the link in the letter is good.
const LASTS: Duration = Duration::hours(1);
/// The field of the form.
const PASSWORD: &str = "password";

/// Mails a link for a new password to whoever has this address. Everybody is answered the same, at once: whether somebody has it
/// is looked up beside the answer.
pub async fn ask_reset(gov: &Governance, email: &str, facts: &Arc<RequestFacts>) -> Result<()> {
    let email = EmailAddress::parse(email)?;
    throttle::count(gov, Limit::ResetFromSource, &throttle::source(facts.ip.as_deref())).await?;
    match throttle::count(gov, Limit::ResetOfAccount, email.as_str()).await {
        // Told to nobody: it would say that somebody else asked.
        Err(Error::TooMany { .. }) => return Ok(()),
        counted => counted?,
    }
    let gov = gov.clone();
    tokio::spawn(async move {
        if let Err(error) = write_letter(&gov, &email).await {
            tracing::warn!(%error, "a letter for a new password was not written");
        }
    });
    Ok(())
}

async fn write_letter(gov: &Governance, email: &EmailAddress) -> Result<()> {
    let person = entry::find_person_by_email(gov.pool(), email.as_str()).await?;
    let Some(person) = person.filter(|person| person.disabled_at.is_none()) else { return Ok(()) };
    let (reset, expires_at) = (Uuid::new_v4(), gov.now() + LASTS);
    let mut tx = gov.pool().entry_tx().await?;
    entry::ask_reset(&mut tx, reset, person.person(), gov.now(), expires_at).await?;
    letters::to_person(&mut tx, person.person(), &Letter::PasswordReset { reset, expires_at }, gov.now()).await?;
    Ok(tx.commit().await?)
}

/// Whether a link for a new password is good.
pub async fn reset_is_open(gov: &Governance, token: &str) -> Result<bool> {
    let Some(Ticket::PasswordReset { reset }) = Ticket::read(&gov.signing().mac, token) else { return Ok(false) };
    Ok(entry::find_reset(gov.pool(), reset, gov.now()).await?.is_some())
}

/// Sets the new password. All sessions of the person end; the second factor stays as it is (ASVS 6.4.3).
pub async fn reset(gov: &Governance, token: &str, new: SecretString, facts: &Arc<RequestFacts>) -> Result<()> {
    let Some(Ticket::PasswordReset { reset }) = Ticket::read(&gov.signing().mac, token) else { return Err(over()) };
    let person = entry::find_reset(gov.pool(), reset, gov.now()).await?.ok_or_else(over)?;
    let row = entry::find_person(gov.pool(), person).await?.ok_or_else(over)?;
    let email = EmailAddress::parse(&row.email).map_err(Error::broken)?;
    password_rules::check(&new, &email).map_err(|invalid| Invalid { field: PASSWORD, ..invalid })?;
    let hash = password_check::hash(new, PASSWORD).await?;
    let scope = own_deed::scope(gov, person, Id::from_uuid(Uuid::new_v4()), facts).await?;
    let mut tx = gov.pool().entry_tx().await?;
    let person = entry::spend_reset(&mut tx, reset, &hash, gov.now()).await?.ok_or_else(over)?;
    letters::to_person(&mut tx, person, &Letter::PasswordChanged { at: gov.now() }, gov.now()).await?;
    own_deed::commit(tx, scope.as_ref(), Deed::new(DeedKind::PasswordReset, person.as_uuid())).await?;
    throttle::forget(gov, Limit::Account, &row.email).await
}

fn over() -> Error {
    Error::Conflict("This link is not good any more. Ask for a new one.".to_owned())
}
