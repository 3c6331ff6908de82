use identity::totp::TotpSecret;
use model::PersonId;
use store::entry;
use vault::SecretString;

use crate::{Error, Governance, Result, contexts};

/// Sets up an authenticator for an operator who has none; it counts as proved, since whoever typed the command hands its secret
/// over. Nothing when there is one already.
pub async fn enrol(gov: &Governance, person: PersonId) -> Result<Option<SecretString>> {
    let known = entry::find_person(gov.pool(), person).await?.ok_or(Error::NotFound)?;
    if known.factors().authenticator {
        return Ok(None);
    }
    let secret = TotpSecret::generate(&mut rand::rng());
    let sealed = gov.parts.vault.seal(&contexts::authenticator(person), secret.to_bytes().expose()).await?;
    let mut tx = gov.pool().entry_tx().await?;
    entry::confirm_totp(&mut tx, person, &sealed.to_bytes(), 0, gov.now()).await?;
    tx.commit().await?;
    Ok(Some(secret.to_base32()))
}
