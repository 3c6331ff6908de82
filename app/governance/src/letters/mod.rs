//! Letters that the product writes: what they say, and how they leave the outbox.
//!
//! A letter is put into the outbox by the transaction of what it tells about, so neither stands without the other. The worker
//! sends it afterwards. Links lead to the configured address only, and their tokens are made when the letter is sent.

mod content;
mod deliver;
mod pause;
mod words;

pub(crate) use content::Letter;
pub(crate) use deliver::{deliver_due, forget_settled};

use model::{EmailAddress, PersonId};
use store::{EntryTx, OrgTx, entry, mail, members, platform::StaffAsks};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Error, Result};

/// Puts a letter to an address into the organisation's outbox.
pub(crate) async fn to_address(tx: &mut OrgTx, to: &EmailAddress, about: Option<Uuid>, letter: &Letter) -> Result<()> {
    let content = serde_json::to_value(letter).map_err(Error::broken)?;
    Ok(mail::add(tx, Uuid::now_v7(), to.as_str(), about, &content).await?)
}

/// Puts a letter to every owner but one into the organisation's outbox.
pub(crate) async fn to_owners(tx: &mut OrgTx, but: PersonId, letter: &Letter) -> Result<()> {
    for (person, email) in members::owners(tx).await? {
        if person != but {
            to_address(tx, &EmailAddress::parse(&email)?, None, letter).await?;
        }
    }
    Ok(())
}

/// The letter to owners of whom an operator asks for access, as the outbox keeps it. The platform's own transaction puts it there.
pub fn staff_asks(asks: &StaffAsks<'_>) -> serde_json::Value {
    let letter = Letter::StaffAsks {
        org: asks.org.to_owned(),
        slug: asks.slug.to_owned(),
        operator: asks.operator.to_owned(),
        reason: asks.reason.to_owned(),
        minutes: asks.minutes,
    };
    // A letter of texts and numbers always has a JSON form.
    serde_json::to_value(&letter).unwrap_or_default()
}

/// Puts a letter to a person, about their account, into the outbox.
pub(crate) async fn to_person(tx: &mut EntryTx, person: PersonId, letter: &Letter, now: OffsetDateTime) -> Result<()> {
    let content = serde_json::to_value(letter).map_err(Error::broken)?;
    Ok(entry::add_person_mail(tx, person, &content, now).await?)
}
