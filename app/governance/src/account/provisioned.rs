use identity::totp::TotpSecret;
use ledger::Deed;
use model::{DeedKind, PersonId};
use store::{OrgScope, entry};
use vault::SecretString;

use crate::{Governance, Result, contexts};

/// Sets up an authenticator that counts as proved: the operator who typed the command holds its secret and hands it over.
pub async fn enrol_provisioned(gov: &Governance, scope: &OrgScope, person: PersonId) -> Result<SecretString> {
    let secret = TotpSecret::generate(&mut rand::rng());
    let sealed = gov.parts.vault.seal(&contexts::authenticator(person), secret.to_bytes().expose()).await?;
    let mut tx = gov.pool().entry_tx().await?;
    entry::confirm_totp(&mut tx, person, &sealed.to_bytes(), 0, gov.now()).await?;
    let deed = Deed::new(DeedKind::FactorEnrolled, person.as_uuid()).fact("factor", "totp");
    tx.enter(scope).await?.commit(deed).await?;
    Ok(secret.to_base32())
}
