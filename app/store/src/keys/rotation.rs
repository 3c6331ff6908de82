use model::KeyId;
use time::OffsetDateTime;

use crate::{OrgTx, Result, row::expect_one};

/// When a key's secret is exchanged by schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotation {
    /// Days from one to the next.
    pub every_days: i32,
    /// How long the old secret works on, in seconds.
    pub overlap_seconds: i32,
    /// When it is due next.
    pub at: OffsetDateTime,
    /// When whoever answers for the key was told of it.
    pub told_at: Option<OffsetDateTime>,
}

impl Rotation {
    pub(super) fn read(
        every_days: Option<i32>,
        overlap_seconds: i32,
        at: Option<OffsetDateTime>,
        told_at: Option<OffsetDateTime>,
    ) -> Option<Self> {
        Some(Self { every_days: every_days?, overlap_seconds, at: at?, told_at })
    }
}

/// Notes that whoever answers for a key was told of its next rotation.
pub async fn announce_rotation(tx: &mut OrgTx, key: KeyId) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let update = "update public.api_keys set rotation_told_at = $3 where org_id = $1 and key_id = $2";
    tx.run(sqlx::query(update).bind(org).bind(key.as_uuid()).bind(now)).await.and_then(expect_one)
}

/// Sets when the next rotation is due; the ends of the secrets are written beside it.
pub async fn begin_rotation(tx: &mut OrgTx, key: KeyId, next: OffsetDateTime) -> Result<()> {
    let org = tx.org().as_uuid();
    let update = "update public.api_keys set rotate_at = $3, rotation_told_at = null where org_id = $1 and key_id = $2";
    tx.run(sqlx::query(update).bind(org).bind(key.as_uuid()).bind(next)).await.and_then(expect_one)
}
