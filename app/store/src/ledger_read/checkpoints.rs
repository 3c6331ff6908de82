//! Signed tree heads.

use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Error, OrgTx, Result, row::org_rows};

/// A signed tree head.
#[derive(Debug, Clone, FromRow)]
pub struct CheckpointRow {
    org_id: Uuid,
    /// Records that it covers.
    pub size: i64,
    /// The signed note.
    pub note: String,
    /// When it was signed.
    pub signed_at: OffsetDateTime,
}

org_rows!(CheckpointRow);

/// The newest checkpoint.
pub async fn newest_checkpoint(tx: &mut OrgTx) -> Result<Option<CheckpointRow>> {
    let org = tx.org().as_uuid();
    tx.maybe(
        sqlx::query_as("select org_id, size, note, signed_at from public.ledger_checkpoint where org_id = $1 order by size desc limit 1")
            .bind(org),
    )
    .await
}

/// The first checkpoint that covers record `seq`.
pub async fn covering_checkpoint(tx: &mut OrgTx, seq: u64) -> Result<Option<CheckpointRow>> {
    let org = tx.org().as_uuid();
    let seq = i64::try_from(seq).map_err(|_| Error::Corrupt("cursor"))?;
    tx.maybe(
        sqlx::query_as(
            "select org_id, size, note, signed_at from public.ledger_checkpoint where org_id = $1 and size >= $2 order by size limit 1",
        )
        .bind(org)
        .bind(seq),
    )
    .await
}

/// The newest checkpoint that covers at most `size` records.
pub async fn checkpoint_at_most(tx: &mut OrgTx, size: u64) -> Result<Option<CheckpointRow>> {
    let org = tx.org().as_uuid();
    let size = i64::try_from(size).map_err(|_| Error::Corrupt("cursor"))?;
    tx.maybe(
        sqlx::query_as(
            "select org_id, size, note, signed_at from public.ledger_checkpoint where org_id = $1 and size <= $2 order by size desc limit 1",
        )
        .bind(org)
        .bind(size),
    )
    .await
}
