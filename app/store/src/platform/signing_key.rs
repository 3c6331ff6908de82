use time::OffsetDateTime;

use crate::{PlatformPool, Result, row::expect_one};

/// Keeps a new signing key of the platform; the private half is sealed by the vault.
pub async fn add_signing_key(
    pool: &PlatformPool,
    kid: &str,
    purpose: &str,
    public_key: &[u8],
    sealed_private: &[u8],
    signs_from: OffsetDateTime,
) -> Result<()> {
    sqlx::query(
        "insert into auth.signing_keys (kid, purpose, public_key, sealed_private, created_at, signs_from) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(kid)
    .bind(purpose)
    .bind(public_key)
    .bind(sealed_private)
    .bind(pool.clock().now())
    .bind(signs_from)
    .execute(pool.raw())
    .await?;
    Ok(())
}

/// Ends the trust in a signing key now.
pub async fn retire_signing_key(pool: &PlatformPool, kid: &str) -> Result<()> {
    let now = pool.clock().now();
    let done = sqlx::query("update auth.signing_keys set retired_at = $2 where kid = $1 and retired_at is null")
        .bind(kid)
        .bind(now)
        .execute(pool.raw())
        .await?;
    expect_one(done.rows_affected())
}
