use model::{ConnectionId, Id, SsoKeyId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    OrgTx, Result,
    row::{expect_one, org_rows},
};

/// A key of ours for one connection.
#[derive(Debug, Clone, FromRow)]
pub struct KeyRow {
    org_id: Uuid,
    key_id: Uuid,
    /// What is published, DER.
    pub certificate: Vec<u8>,
    /// The private half, sealed.
    pub private_sealed: Vec<u8>,
    /// Whether it signs now; another one is published and waits.
    pub is_current: bool,
    /// When it was made.
    pub created_at: OffsetDateTime,
}

org_rows!(KeyRow);

impl KeyRow {
    /// The key.
    pub const fn key(&self) -> SsoKeyId {
        Id::from_uuid(self.key_id)
    }
}

/// The keys of a connection, the one that signs first.
pub async fn keys_of(tx: &mut OrgTx, connection: ConnectionId) -> Result<Vec<KeyRow>> {
    let org = tx.org().as_uuid();
    tx.all(
        sqlx::query_as(
            "select org_id, key_id, certificate, private_sealed, is_current, created_at from public.sso_keys
             where org_id = $1 and connection_id = $2 order by is_current desc, created_at",
        )
        .bind(org)
        .bind(connection.as_uuid()),
    )
    .await
}

/// Adds a key.
pub async fn add_key(
    tx: &mut OrgTx,
    connection: ConnectionId,
    key: SsoKeyId,
    certificate: &[u8],
    private_sealed: &[u8],
    is_current: bool,
) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(
        sqlx::query(
            "insert into public.sso_keys (org_id, connection_id, key_id, certificate, private_sealed, is_current, created_at)
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(org)
        .bind(connection.as_uuid())
        .bind(key.as_uuid())
        .bind(certificate)
        .bind(private_sealed)
        .bind(is_current)
        .bind(now),
    )
    .await
    .and_then(expect_one)
}

/// The key that waits signs from now on, and the one that signed is gone.
pub async fn promote_key(tx: &mut OrgTx, connection: ConnectionId, key: SsoKeyId) -> Result<()> {
    let org = tx.org().as_uuid();
    let gone = "delete from public.sso_keys where org_id = $1 and connection_id = $2 and is_current";
    tx.run(sqlx::query(gone).bind(org).bind(connection.as_uuid())).await?;
    let now_current = "update public.sso_keys set is_current = true where org_id = $1 and connection_id = $2 and key_id = $3";
    tx.run(sqlx::query(now_current).bind(org).bind(connection.as_uuid()).bind(key.as_uuid())).await.and_then(expect_one)
}
