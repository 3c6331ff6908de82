use model::{ConnectorRight, IpRange, KeyId};

use super::{Rotation, add::words};
use crate::{OrgTx, Result, row::expect_one};

/// What may be changed about a key without a new secret.
#[derive(Debug, Clone)]
pub struct KeySettings<'a> {
    /// From where it may be used; empty is from anywhere.
    pub networks: &'a [IpRange],
    /// Which connectors it may use; of a service identity.
    pub connector_rights: &'a [ConnectorRight],
    /// When its secret is exchanged, if it is by schedule.
    pub rotation: Option<Rotation>,
}

/// Writes what may be changed about a key. Whoever answers for it is told anew of its rotation.
pub async fn change(tx: &mut OrgTx, key: KeyId, new: &KeySettings<'_>) -> Result<()> {
    let org = tx.org().as_uuid();
    let update = "update public.api_keys set networks = $3, connector_rights = $4, rotate_every_days = $5,
                    rotate_overlap_seconds = coalesce($6, rotate_overlap_seconds), rotate_at = $7, rotation_told_at = $8
                  where org_id = $1 and key_id = $2 and revoked_at is null";
    let rotation = new.rotation.as_ref();
    tx.run(
        sqlx::query(update)
            .bind(org)
            .bind(key.as_uuid())
            .bind(words(new.networks))
            .bind(words(new.connector_rights))
            .bind(rotation.map(|rotation| rotation.every_days))
            .bind(rotation.map(|rotation| rotation.overlap_seconds))
            .bind(rotation.map(|rotation| rotation.at))
            .bind(rotation.and_then(|rotation| rotation.told_at)),
    )
    .await
    .and_then(expect_one)
}

/// Ends a key now.
pub async fn revoke(tx: &mut OrgTx, key: KeyId) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(
        sqlx::query("update public.api_keys set revoked_at = $3 where org_id = $1 and key_id = $2 and revoked_at is null")
            .bind(org)
            .bind(key.as_uuid())
            .bind(now),
    )
    .await
    .and_then(expect_one)
}
