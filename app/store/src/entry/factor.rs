use model::PersonId;
use time::OffsetDateTime;

use crate::{EntryTx, RequestPool, Result, row::expect_one};

/// Puts a proved authenticator in force; `step` is the time step that proved it.
pub async fn confirm_totp(tx: &mut EntryTx, person: PersonId, sealed: &[u8], step: i64, now: OffsetDateTime) -> Result<()> {
    let found: bool = sqlx::query_scalar("select entry.totp_confirm($1, $2, $3, $4)")
        .bind(person.as_uuid())
        .bind(sealed)
        .bind(step)
        .bind(now)
        .fetch_one(tx.conn())
        .await?;
    expect_one(u64::from(found))
}

/// Spends a time step; false when it, or a later one, was spent before.
pub async fn spend_totp_step(pool: &RequestPool, person: PersonId, step: i64) -> Result<bool> {
    Ok(sqlx::query_scalar("select entry.totp_spend($1, $2)").bind(person.as_uuid()).bind(step).fetch_one(pool.raw()).await?)
}

/// Replaces every recovery code of a person.
pub async fn replace_recovery_codes(tx: &mut EntryTx, person: PersonId, digests: &[[u8; 32]]) -> Result<()> {
    let digests: Vec<Vec<u8>> = digests.iter().map(|d| d.to_vec()).collect();
    sqlx::query("select entry.recovery_replace($1, $2)").bind(person.as_uuid()).bind(digests).execute(tx.conn()).await?;
    Ok(())
}

/// Spends a recovery code; false when it is unknown or was spent before.
pub async fn spend_recovery_code(tx: &mut EntryTx, person: PersonId, digest: &[u8; 32], now: OffsetDateTime) -> Result<bool> {
    Ok(sqlx::query_scalar("select entry.recovery_spend($1, $2, $3)")
        .bind(person.as_uuid())
        .bind(digest.as_slice())
        .bind(now)
        .fetch_one(tx.conn())
        .await?)
}

/// Whether anybody still has a password hash that was imported.
pub async fn has_imported_passwords(pool: &RequestPool) -> Result<bool> {
    Ok(sqlx::query_scalar("select entry.imported_passwords()").fetch_one(pool.raw()).await?)
}

/// Replaces the password hash that was checked; false when another change came between.
pub async fn set_password(tx: &mut EntryTx, person: PersonId, checked: Option<&str>, phc: &str) -> Result<bool> {
    Ok(sqlx::query_scalar("select entry.password_set($1, $2, $3)")
        .bind(person.as_uuid())
        .bind(checked)
        .bind(phc)
        .fetch_one(tx.conn())
        .await?)
}
