use model::{
    Invalid, KeyId,
    views::{FoundHere, FoundState},
};
use store::{
    OrgScope, OrgTx,
    keys::{self, KeyRecord},
};
use time::OffsetDateTime;
use vault::{SecretString, api_key::digest};

use crate::{Error, Governance, Result};

/// Says which key of the organisation something that was found belongs to: a whole secret, the SHA-256 of one in hexadecimal
/// digits, or a client id. `None` when it is nothing of this organisation.
pub async fn look_up(gov: &Governance, scope: &OrgScope, found: String) -> Result<Option<FoundHere>> {
    let found = SecretString::new(found);
    let text = found.expose().trim();
    if text.is_empty() {
        return Err(Invalid::new("found", "is empty").into());
    }
    let mut tx = gov.pool().org_tx(scope).await?;
    if let Some(key) = KeyId::from_client_id(text) {
        return Ok(keys::find(&mut tx, key).await?.map(|record| here(&record, None)));
    }
    let wanted = hex_digest(text).unwrap_or_else(|| digest(text));
    let Some(key) = keys::find_by_digest(&mut tx, &wanted).await? else { return Ok(None) };
    let record = keys::find(&mut tx, key).await?.ok_or(Error::NotFound)?;
    let state = state(&mut tx, &record, &wanted).await?;
    Ok(Some(here(&record, Some(state))))
}

fn here(record: &KeyRecord, state: Option<FoundState>) -> FoundHere {
    FoundHere { key: record.key, client_id: record.key.client_id(), name: record.name.clone(), state }
}

async fn state(tx: &mut OrgTx, record: &KeyRecord, wanted: &[u8; 32]) -> Result<FoundState> {
    let secrets = keys::secrets(tx, record.key).await?;
    // One that is not among the newest fifty was rolled out long ago.
    let ends = secrets.iter().find(|secret| secret.digest == *wanted).map(|secret| secret.works_until);
    let now = tx.now();
    Ok(ends.map_or(FoundState::RolledOut, |ends| found_state(record.revoked_at, record.expires_at, ends, now)))
}

/// What a secret that ends then opens, when its key ends then.
pub(super) fn found_state(
    revoked_at: Option<OffsetDateTime>,
    expires_at: Option<OffsetDateTime>,
    works_until: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> FoundState {
    let is_past = |end: Option<OffsetDateTime>| end.is_some_and(|end| end <= now);
    if is_past(revoked_at) {
        FoundState::Revoked
    } else if is_past(expires_at) {
        FoundState::Expired
    } else if is_past(works_until) {
        FoundState::RolledOut
    } else if works_until.is_some() {
        FoundState::Overlap
    } else {
        FoundState::Live
    }
}

fn hex_digest(text: &str) -> Option<[u8; 32]> {
    hex::decode(text).ok()?.try_into().ok()
}
