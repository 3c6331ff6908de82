use sqlx::FromRow;
use time::OffsetDateTime;

use crate::{RequestPool, Result};

/// A signing key of the platform; the private half is sealed by the vault.
#[derive(Debug, Clone, FromRow)]
pub struct SigningKeyRow {
    /// Names the key.
    pub kid: String,
    /// What it signs: `api_keys`, `checkpoints` or `tokens`.
    pub purpose: String,
    /// The public half.
    pub public_key: Vec<u8>,
    /// The private half, sealed.
    pub sealed_private: Vec<u8>,
    /// From when on it signs; it verifies before.
    pub signs_from: OffsetDateTime,
    /// From when on nothing that it signed is accepted.
    pub retired_at: Option<OffsetDateTime>,
}

/// Every signing key, in the order in which they begin to sign.
pub async fn signing_keys(pool: &RequestPool) -> Result<Vec<SigningKeyRow>> {
    Ok(sqlx::query_as("select * from entry.signing_keys()").fetch_all(pool.raw()).await?)
}
