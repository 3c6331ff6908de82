use crate::{PlatformPool, Result};

/// Keeps a new signing key of the platform; the private half is sealed by the vault.
pub async fn add_signing_key(pool: &PlatformPool, kid: &str, purpose: &str, public_key: &[u8], sealed_private: &[u8]) -> Result<()> {
    let now = pool.clock().now();
    sqlx::query("insert into auth.signing_keys (kid, purpose, public_key, sealed_private, created_at) values ($1, $2, $3, $4, $5)")
        .bind(kid)
        .bind(purpose)
        .bind(public_key)
        .bind(sealed_private)
        .bind(now)
        .execute(pool.raw())
        .await?;
    Ok(())
}
