use model::{KeyId, views::IssuedSecret};
use store::{OrgTx, keys};
use time::OffsetDateTime;
use vault::api_key;

use crate::{Governance, Result};

/// Mints a secret for a key and stores its digest.
pub(super) async fn issue(
    gov: &Governance,
    tx: &mut OrgTx,
    key: KeyId,
    name: &str,
    expires_at: Option<OffsetDateTime>,
) -> Result<IssuedSecret> {
    let secret = gov.signing().issuer.mint(key, tx.org(), expires_at, tx.now(), &mut rand::rng());
    keys::add_secret(tx, key, &api_key::digest(secret.expose()), tail(secret.expose())).await?;
    Ok(IssuedSecret { key, name: name.to_owned(), client_id: key.client_id(), client_secret: secret.expose().clone() })
}

/// The last four characters, by which people tell secrets apart.
pub(crate) fn tail(secret: &str) -> &str {
    secret.get(secret.len().saturating_sub(4)..).unwrap_or_default()
}
