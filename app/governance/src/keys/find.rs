use model::{KeyId, OrgId, views::FoundState};
use serde::Serialize;
use store::entry::{self, ApiKeyRow};
use time::OffsetDateTime;
use vault::{
    SecretString,
    api_key::{digest, digest_eq},
};

use super::look_up::found_state;
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
    // The secret's own end is the key's at the time; whichever is earlier counts.
    let ends = [row.expires_at, expires_at].into_iter().flatten().min();
    found_state(row.revoked_at, ends, stored.works_until, now)
}
