use std::sync::Arc;

use model::KeyId;
use store::{
    Housekeeping,
    entry::{self, ApiKeyRow},
    keys,
};
use time::OffsetDateTime;
use vault::api_key::{digest, digest_eq};

use super::Caller;
use crate::{Error, Governance, Result};

/// One sentence for every refusal, so that nothing can be learned from it.
const REFUSAL: Error =
    Error::Unauthenticated("Invalid credentials. Send the client id and the secret of an API key by Basic authentication.");

/// Proves that `secret` is a live secret of the key `client_id` (TC-27).
///
/// A secret that is known and live passes on its digest alone. Any other has to carry a good signature first, so a forged
/// one is refused without touching the database; then a live stored digest has to agree.
pub async fn authenticate(gov: &Governance, client_id: &str, secret: &str) -> Result<Caller> {
    let key = KeyId::from_client_id(client_id).ok_or(REFUSAL)?;
    let presented = digest(secret);
    let now = gov.now();
    let known = gov.keys.get(key).filter(|row| is_live(row, &presented, now));
    let row = match known {
        Some(row) => row,
        None => look_up(gov, key, secret, &presented, now).await?,
    };
    note_use(gov, &row, now);
    Ok(Caller { scope: row.scope(), permissions: row.scopes, key: row })
}

async fn look_up(gov: &Governance, key: KeyId, secret: &str, presented: &[u8; 32], now: OffsetDateTime) -> Result<Arc<ApiKeyRow>> {
    // Before the signature is checked, so that a signer that is retired meanwhile leaves nothing behind in the cache.
    let started = gov.keys.start();
    let verified = gov.signing().verifier.verify(secret, now).map_err(|_| REFUSAL)?;
    if verified.key != key {
        return Err(REFUSAL);
    }
    let row = Arc::new(entry::find_api_key(gov.pool(), key).await?.ok_or(REFUSAL)?);
    if row.org != verified.org || !is_live(&row, presented, now) {
        return Err(REFUSAL);
    }
    gov.keys.keep(started, row.clone());
    Ok(row)
}

/// Whether the key is in force, somebody answers for it, and one of its live secrets has this digest.
fn is_live(row: &ApiKeyRow, presented: &[u8; 32], now: OffsetDateTime) -> bool {
    let in_force = row.revoked_at.is_none_or(|at| at > now) && row.expires_at.is_none_or(|at| at > now);
    let mut matches = false;
    for secret in &row.secrets {
        let live = secret.works_until.is_none_or(|until| until > now);
        matches |= digest_eq(&secret.digest, presented) && live;
    }
    in_force && !row.owner_is_out && matches
}

/// Notes the use of a key beside the request, at most once a minute; losing one is no harm.
fn note_use(gov: &Governance, row: &ApiKeyRow, now: OffsetDateTime) {
    if !gov.keys.should_touch(row.key, now) {
        return;
    }
    let (gov, scope, key) = (gov.clone(), row.scope(), row.key);
    tokio::spawn(async move {
        let noted = async {
            let mut tx = gov.pool().org_tx(&scope).await?;
            keys::touch(&mut tx, key).await?;
            tx.commit_housekeeping(Housekeeping::KeyLastUsed).await
        };
        if let Err(error) = noted.await {
            tracing::debug!(%error, "the last use of an API key was not noted");
        }
    });
}
