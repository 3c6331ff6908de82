use ledger::Deed;
use model::{ConnectionId, DeedKind, Id, OrgId, SsoKeyId};
use uuid::Uuid;

use super::provision::record;
use crate::{PlatformPool, Result};

/// A sealed value of a connection to an identity provider: its client secret, or the private half of a key of ours.
#[derive(Debug, Clone)]
pub struct SealedSso {
    /// Whose.
    pub org: OrgId,
    /// Of which connection.
    pub connection: ConnectionId,
    /// Of which key; the client secret has none.
    pub key: Option<SsoKeyId>,
    /// What is stored.
    pub sealed: Vec<u8>,
}

/// Every sealed value of every connection.
pub async fn sealed_sso(pool: &PlatformPool) -> Result<Vec<SealedSso>> {
    let rows: Vec<(Uuid, Uuid, Option<Uuid>, Vec<u8>)> = sqlx::query_as(
        "select org_id, connection_id, null::uuid, secret_sealed from public.sso_connections where secret_sealed is not null
         union all select org_id, connection_id, key_id, private_sealed from public.sso_keys order by 1, 2, 3",
    )
    .fetch_all(pool.raw())
    .await?;
    let row = |(org, connection, key, sealed): (Uuid, Uuid, Option<Uuid>, Vec<u8>)| SealedSso {
        org: Id::from_uuid(org),
        connection: Id::from_uuid(connection),
        key: key.map(Id::from_uuid),
        sealed,
    };
    Ok(rows.into_iter().map(row).collect())
}

/// Replaces a value with its record; false when it was changed meanwhile.
pub async fn replace_sealed_sso(pool: &PlatformPool, old: &SealedSso, new: &[u8]) -> Result<bool> {
    let mut tx = pool.begin().await?;
    let query = match old.key {
        None => sqlx::query(
            "update public.sso_connections set secret_sealed = $4 where org_id = $1 and connection_id = $2 and secret_sealed = $3 and $5::uuid is null",
        ),
        Some(_) => sqlx::query(
            "update public.sso_keys set private_sealed = $4 where org_id = $1 and connection_id = $2 and private_sealed = $3 and key_id = $5",
        ),
    };
    let done = query
        .bind(old.org.as_uuid())
        .bind(old.connection.as_uuid())
        .bind(&old.sealed)
        .bind(new)
        .bind(old.key.map(Id::as_uuid))
        .execute(&mut *tx)
        .await?;
    if done.rows_affected() == 1 {
        let deed = Deed::new(DeedKind::SecretsRewrapped, old.org.as_uuid()).fact("values", "single sign-on").fact("count", 1_u64);
        record(&mut tx, &pool.command_scope(old.org, "vault rewrap"), pool.clock().now(), &deed).await?;
    }
    tx.commit().await?;
    Ok(done.rows_affected() == 1)
}
