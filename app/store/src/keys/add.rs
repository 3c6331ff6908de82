use model::{ConnectorRight, Id, IpRange, KeyEnvironment, KeyId, KeyKind, PermissionSet, PersonId, TenantId};
use time::OffsetDateTime;

use crate::{OrgTx, Result, row::expect_one};

/// A key to insert.
#[derive(Debug, Clone)]
pub struct NewKey<'a> {
    /// The key.
    pub key: KeyId,
    /// The workspace that it belongs to.
    pub tenant: TenantId,
    /// Its name.
    pub name: &'a str,
    /// What it is used in.
    pub environment: KeyEnvironment,
    /// Who it stands for.
    pub kind: KeyKind,
    /// What it may do.
    pub scopes: PermissionSet,
    /// Which connectors it may use; of a service identity.
    pub connector_rights: &'a [ConnectorRight],
    /// From where it may be used; empty is from anywhere.
    pub networks: &'a [IpRange],
    /// Who makes it, when a person does.
    pub created_by: Option<PersonId>,
    /// The maker's name.
    pub created_name: &'a str,
    /// When it stops working by itself.
    pub expires_at: Option<OffsetDateTime>,
}

/// Inserts a key; its first secret follows in the same transaction.
pub async fn add(tx: &mut OrgTx, new: &NewKey<'_>) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(
        sqlx::query(
            "insert into public.api_keys (org_id, key_id, tenant_id, name, environment, kind, scopes, connector_rights, networks, created_by,
                owner_id, created_name, created_at, expires_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12, $13)",
        )
        .bind(org)
        .bind(new.key.as_uuid())
        .bind(new.tenant.as_uuid())
        .bind(new.name)
        .bind(new.environment.as_str())
        .bind(new.kind.as_str())
        .bind(new.scopes.words())
        .bind(words(new.connector_rights))
        .bind(words(new.networks))
        .bind(new.created_by.map(Id::as_uuid))
        .bind(new.created_name)
        .bind(now)
        .bind(new.expires_at),
    )
    .await
    .and_then(expect_one)
}

/// A list as it is stored.
pub(super) fn words<T: ToString>(list: &[T]) -> Vec<String> {
    list.iter().map(ToString::to_string).collect()
}
