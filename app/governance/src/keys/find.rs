use model::{KeyId, OrgId};
use serde::Serialize;
use store::entry::{self, ApiKeyRow};
use time::OffsetDateTime;
use vault::{
    SecretString,
    api_key::{digest, digest_eq},
};

use crate::{Governance, Result};

/// What a secret is that somebody came upon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FoundKey {
    /// The organisation that it was issued for.
    pub org: OrgId,
    /// The key that it is a secret of.
    pub key: KeyId,
    /// The key's client id.
    pub client_id: String,
    /// The key's name; none when the key is not stored.
    pub name: Option<String>,
    /// Whether the secret opens anything.
    pub state: FoundState,
}

/// Whether a found secret opens anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FoundState {
    /// It works: end it.
    Live,
    /// It was replaced and works until the overlap ends.
    Overlap,
    /// It was replaced and works no more.
    RolledOut,
    /// Its key was ended.
    Revoked,
    /// Its key, or the secret itself, is past its end.
    Expired,
    /// The platform signed it, and nothing stored knows it.
    Unknown,
}

/// Says whose secret this is; `None` for what the platform never signed. It needs no scope: whoever holds a whole secret
/// learns about that one only. For commands.
pub async fn find(gov: &Governance, secret: &SecretString) -> Result<Option<FoundKey>> {
    // An expired secret is one to tell about too, so its end is looked at below.
    let Ok(verified) = gov.signing().verifier.verify(secret.expose(), OffsetDateTime::UNIX_EPOCH) else { return Ok(None) };
    let row = entry::find_api_key(gov.pool(), verified.key).await?.filter(|row| row.org == verified.org);
    let state = row.as_ref().map_or(FoundState::Unknown, |row| state(row, verified.expires_at, &digest(secret.expose()), gov.now()));
    let name = row.map(|row| row.name);
    Ok(Some(FoundKey { org: verified.org, key: verified.key, client_id: verified.key.client_id(), name, state }))
}

fn state(row: &ApiKeyRow, expires_at: Option<OffsetDateTime>, presented: &[u8; 32], now: OffsetDateTime) -> FoundState {
    let Some(stored) = row.secrets.iter().find(|stored| digest_eq(&stored.digest, presented)) else { return FoundState::Unknown };
    let is_past = |end: Option<OffsetDateTime>| end.is_some_and(|end| end <= now);
    if is_past(row.revoked_at) {
        FoundState::Revoked
    } else if is_past(row.expires_at) || is_past(expires_at) {
        FoundState::Expired
    } else if is_past(stored.works_until) {
        FoundState::RolledOut
    } else if stored.works_until.is_some() {
        FoundState::Overlap
    } else {
        FoundState::Live
    }
}
