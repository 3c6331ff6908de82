use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The version of the payload.
pub(super) const VERSION: u8 = 2;

/// What a key says about itself, in the order in which it is written.
#[derive(Serialize, Deserialize)]
pub(super) struct Claims<'a> {
    pub(super) v: u8,
    /// Which key signed it.
    pub(super) kid: &'a str,
    pub(super) key: Uuid,
    pub(super) org: Uuid,
    pub(super) env: &'a str,
    /// When it was issued, in seconds since 1970.
    pub(super) iat: i64,
    /// When it ends, in seconds since 1970; `null` for never.
    pub(super) exp: Option<i64>,
    /// Randomness, so that two keys with equal claims differ and none can be foretold.
    pub(super) n: &'a str,
}

impl Claims<'_> {
    pub(super) fn encode(&self) -> String {
        // Numbers, ids and short texts always serialise; an empty payload would not verify.
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }
}
