use std::{net::IpAddr, sync::Arc};

use model::{KeyId, RequestFacts};
use store::entry::{self, ApiKeyRow};
use time::OffsetDateTime;
use vault::api_key::{digest, digest_eq};

use super::{Caller, KeyRefusal};
use crate::{Error, Governance, Result};

/// One sentence for every refusal of what is no secret of ours, so that nothing can be learned from it.
const REFUSAL: Error =
    Error::Unauthenticated("Invalid credentials. Send the client id and the secret of an API key by Basic authentication.");

/// Proves that `secret` is a live secret of the key `client_id` (TC-27), and notes from where it was used.
///
/// A secret that is known passes on its digest alone. Any other has to carry a good signature first, so a forged one is
/// refused without touching the database; then a stored digest has to agree. Only whoever sent a genuine secret is told what
/// is wrong with it.
pub async fn authenticate(gov: &Governance, client_id: &str, secret: &str, facts: &Arc<RequestFacts>) -> Result<Caller> {
    let key = KeyId::from_client_id(client_id).ok_or(REFUSAL)?;
    let presented = digest(secret);
    let known = gov.keys.get(key).and_then(|row| end_of(&row, &presented).map(|end| (row, end)));
    let (row, end) = match known {
        Some(found) => found,
        None => look_up(gov, key, secret, &presented).await?,
    };
    let (now, address) = (gov.now(), facts.ip.as_deref().and_then(|ip| ip.parse().ok()));
    check(&row, end, now)?;
    if !gov.parts.settings.key_environments.contains(&row.environment) {
        return Err(KeyRefusal::OtherEnvironment.into());
    }
    if !is_from_its_networks(&row, address) {
        return Err(KeyRefusal::Elsewhere.into());
    }
    gov.uses.note(gov, &row, presented, address, facts.user_agent.as_deref(), now);
    Ok(Caller { scope: row.scope().with_request(facts.clone()), permissions: row.scopes, key: row })
}

async fn look_up(gov: &Governance, key: KeyId, secret: &str, presented: &[u8; 32]) -> Result<(Arc<ApiKeyRow>, End)> {
    // Before the signature is checked, so that a signer that is retired meanwhile leaves nothing behind in the cache.
    let started = gov.keys.start();
    // The end in the signed text is the key's, which the row has too and which is told in its own words.
    let verified = gov.signing().verifier.verify(secret, OffsetDateTime::UNIX_EPOCH).map_err(|_| REFUSAL)?;
    if verified.key != key {
        return Err(REFUSAL);
    }
    let row = Arc::new(entry::find_api_key(gov.pool(), key).await?.ok_or(REFUSAL)?);
    if row.org != verified.org || row.environment != verified.environment {
        return Err(REFUSAL);
    }
    let end = end_of(&row, presented).ok_or(REFUSAL)?;
    if verified.expires_at.is_some_and(|end| end <= gov.now()) {
        return Err(KeyRefusal::Expired.into());
    }
    gov.keys.keep(started, row.clone());
    Ok((row, end))
}

/// When a secret ends, if ever.
type End = Option<OffsetDateTime>;

/// When the secret of this digest ends, when the key has one; every stored digest is compared, in constant time.
fn end_of(row: &ApiKeyRow, presented: &[u8; 32]) -> Option<End> {
    row.secrets.iter().fold(None, |found, stored| if digest_eq(&stored.digest, presented) { Some(stored.works_until) } else { found })
}

/// Whether the key is in force, somebody answers for it, and the secret still works.
fn check(row: &ApiKeyRow, secret_ends: End, now: OffsetDateTime) -> std::result::Result<(), KeyRefusal> {
    let is_past = |end: End| end.is_some_and(|end| end <= now);
    if is_past(row.revoked_at) {
        Err(KeyRefusal::Revoked)
    } else if is_past(row.expires_at) {
        Err(KeyRefusal::Expired)
    } else if is_past(secret_ends) {
        Err(KeyRefusal::RolledOut)
    } else if row.owner_is_out {
        Err(KeyRefusal::OwnerOut)
    } else {
        Ok(())
    }
}

/// A key with networks is refused from elsewhere, and from an address that is not known.
fn is_from_its_networks(row: &ApiKeyRow, address: Option<IpAddr>) -> bool {
    row.networks.is_empty() || address.is_some_and(|address| row.networks.iter().any(|network| network.contains(address)))
}
