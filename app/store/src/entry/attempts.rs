use time::OffsetDateTime;

use crate::{RequestPool, Result};

/// Counts one attempt in `bucket` and returns how many there were in the running window.
pub async fn attempt(pool: &RequestPool, bucket: &str, now: OffsetDateTime, window_seconds: i32) -> Result<i32> {
    Ok(sqlx::query_scalar("select entry.attempt($1, $2, $3)").bind(bucket).bind(now).bind(window_seconds).fetch_one(pool.raw()).await?)
}

/// Forgets the attempts of `bucket` after a success.
pub async fn forget_attempts(pool: &RequestPool, bucket: &str) -> Result<()> {
    sqlx::query("select entry.attempts_forget($1)").bind(bucket).execute(pool.raw()).await?;
    Ok(())
}
