use model::{ConnectorRight, Id, IpRange, KeyEnvironment, KeyId, KeyKind, OrgId, PermissionSet, PersonId, Principal, TenantId, Tier};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Error, OrgScope, RequestPool, Result,
    keys::{networks, rights},
};

/// What is stored about an API key, as authentication needs it.
#[derive(Debug, Clone)]
pub struct ApiKeyRow {
    /// The key.
    pub key: KeyId,
    /// Its organisation.
    pub org: OrgId,
    /// The workspace that it belongs to.
    pub tenant: TenantId,
    /// Its name.
    pub name: String,
    /// What it may do.
    pub scopes: PermissionSet,
    /// Who made it, when a person did.
    pub created_by: Option<PersonId>,
    /// Whether whoever answers for it is suspended or gone.
    pub owner_is_out: bool,
    /// When it stops working by itself.
    pub expires_at: Option<OffsetDateTime>,
    /// When it was ended.
    pub revoked_at: Option<OffsetDateTime>,
    /// What it is used in.
    pub environment: KeyEnvironment,
    /// Who it stands for.
    pub kind: KeyKind,
    /// Which connectors it may use; of a service identity.
    pub connector_rights: Vec<ConnectorRight>,
    /// From where it may be used; empty is from anywhere.
    pub networks: Vec<IpRange>,
    /// The organisation's tier.
    pub tier: Tier,
    /// The organisation's own limit, when it has one.
    pub calls_per_minute: Option<u32>,
    /// Whether the organisation lets API keys decide held calls.
    pub may_approve: bool,
    /// Whether an unverifiable user token is refused.
    pub strict_user_tokens: bool,
    /// Its secrets.
    pub secrets: Vec<StoredSecret>,
}

/// The digest of one secret.
#[derive(Debug, Clone, Copy)]
pub struct StoredSecret {
    /// SHA-256 of the secret's text.
    pub digest: [u8; 32],
    /// Until when it works, when a roll set an end.
    pub works_until: Option<OffsetDateTime>,
}

impl ApiKeyRow {
    /// The scope of a request that proved to hold a live secret of this key. The caller has compared the digest.
    pub fn scope(&self) -> OrgScope {
        OrgScope::new(self.org, Principal::ApiKey { key: self.key, tenant: self.tenant })
    }
}

#[derive(FromRow)]
struct Row {
    org_id: Uuid,
    tenant_id: Uuid,
    name: String,
    scopes: Vec<String>,
    created_by: Option<Uuid>,
    owner_is_out: bool,
    expires_at: Option<OffsetDateTime>,
    revoked_at: Option<OffsetDateTime>,
    environment: String,
    kind: String,
    connector_rights: Vec<String>,
    networks: Vec<String>,
    tier: String,
    calls_per_minute: Option<i32>,
    api_keys_may_approve: bool,
    strict_user_tokens: bool,
    digests: Vec<Vec<u8>>,
    works_until: Vec<Option<OffsetDateTime>>,
}

/// Looks an API key up by id.
pub async fn find_api_key(pool: &RequestPool, key: KeyId) -> Result<Option<ApiKeyRow>> {
    let row: Option<Row> = sqlx::query_as("select * from entry.find_api_key($1)").bind(key.as_uuid()).fetch_optional(pool.raw()).await?;
    row.map(|row| read(key, row)).transpose()
}

fn read(key: KeyId, row: Row) -> Result<ApiKeyRow> {
    let secrets = row.digests.iter().zip(row.works_until).map(|(digest, works_until)| {
        let digest = digest.as_slice().try_into().map_err(|_| Error::Corrupt("secret digest"))?;
        Ok(StoredSecret { digest, works_until })
    });
    Ok(ApiKeyRow {
        key,
        org: Id::from_uuid(row.org_id),
        tenant: Id::from_uuid(row.tenant_id),
        name: row.name,
        scopes: PermissionSet::parse(row.scopes).map_err(|_| Error::Corrupt("key scopes"))?,
        created_by: row.created_by.map(Id::from_uuid),
        owner_is_out: row.owner_is_out,
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
        environment: KeyEnvironment::parse(&row.environment).ok_or(Error::Corrupt("key environment"))?,
        kind: KeyKind::parse(&row.kind).ok_or(Error::Corrupt("key kind"))?,
        connector_rights: rights(&row.connector_rights)?,
        networks: networks(&row.networks)?,
        tier: Tier::parse(&row.tier).ok_or(Error::Corrupt("tier"))?,
        calls_per_minute: row.calls_per_minute.and_then(|n| u32::try_from(n).ok()),
        may_approve: row.api_keys_may_approve,
        strict_user_tokens: row.strict_user_tokens,
        secrets: secrets.collect::<Result<_>>()?,
    })
}
