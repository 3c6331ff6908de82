use model::{KeyEnvironment, KeyId, views::IssuedSecret};
use store::{
    OrgTx,
    keys::{self, KeyRecord, NewKey},
};
use time::OffsetDateTime;
use vault::api_key;

use crate::{Governance, Result};

/// What a secret says about its key.
pub(super) struct Subject<'k> {
    key: KeyId,
    name: &'k str,
    environment: KeyEnvironment,
    expires_at: Option<OffsetDateTime>,
}

impl<'k> From<&NewKey<'k>> for Subject<'k> {
    fn from(new: &NewKey<'k>) -> Self {
        Self { key: new.key, name: new.name, environment: new.environment, expires_at: new.expires_at }
    }
}

impl<'k> From<&'k KeyRecord> for Subject<'k> {
    fn from(record: &'k KeyRecord) -> Self {
        Self { key: record.key, name: &record.name, environment: record.environment, expires_at: record.expires_at }
    }
}

/// Mints a secret for a key and stores its digest.
pub(super) async fn issue(gov: &Governance, tx: &mut OrgTx, subject: Subject<'_>) -> Result<IssuedSecret> {
    let Subject { key, name, environment, expires_at } = subject;
    let secret = gov.signing().issuer.mint(key, tx.org(), environment, expires_at, tx.now(), &mut rand::rng());
    keys::add_secret(tx, key, &api_key::digest(secret.expose()), tail(secret.expose())).await?;
    Ok(IssuedSecret { key, name: name.to_owned(), client_id: key.client_id(), client_secret: secret.expose().clone() })
}

/// The last four characters, by which people tell secrets apart.
pub(crate) fn tail(secret: &str) -> &str {
    secret.get(secret.len().saturating_sub(4)..).unwrap_or_default()
}
