//! Bodies as the reference describes them; the use cases read and write the real ones.
#![expect(dead_code, reason = "only describes bodies")]

use utoipa::ToSchema;

/// An API key; never its secret.
#[derive(ToSchema)]
pub(in crate::api) struct ApiKey {
    id: String,
    /// What SDKs send as client id.
    client_id: String,
    name: String,
    /// `active`, `rolling`, `due` (its secret has an end and the next is to be made), `expired` or `revoked`.
    state: String,
    /// `live` or `test`.
    environment: String,
    /// `client` or `service`.
    kind: String,
    scopes: Vec<String>,
    /// `mcp:CONNECTOR:OPERATION`, of a service identity.
    connector_rights: Vec<String>,
    /// CIDR; empty is from anywhere.
    networks: Vec<String>,
    rotation: Option<ApiKeyRotation>,
    tenant_name: String,
    created_by: String,
    created_at: String,
    expires_at: Option<String>,
    last_used_at: Option<String>,
    /// Until when the secret before the last roll still works.
    overlap_until: Option<String>,
    /// Last four characters of the newest secret.
    secret_tail: String,
    secret_at: String,
    secret_until: Option<String>,
}

/// When a key's secret is exchanged by schedule.
#[derive(ToSchema)]
pub(in crate::api) struct ApiKeyRotation {
    every_days: u32,
    overlap_seconds: u32,
    next_at: String,
}

/// A key with its secrets and from where they are used.
#[derive(ToSchema)]
pub(in crate::api) struct ApiKeyDetail {
    line: ApiKey,
    secrets: Vec<ApiKeySecret>,
    at: String,
}

/// One secret by its last characters.
#[derive(ToSchema)]
pub(in crate::api) struct ApiKeySecret {
    tail: String,
    is_newest: bool,
    works: bool,
    created_at: String,
    works_until: Option<String>,
    uses: Vec<ApiKeyUse>,
}

/// The use of a secret from one address.
#[derive(ToSchema)]
pub(in crate::api) struct ApiKeyUse {
    /// Of IPv6 the /64.
    address: String,
    client: String,
    first_at: String,
    last_at: String,
    calls: u64,
}

/// A new secret; it is in no other answer.
#[derive(ToSchema)]
pub(in crate::api) struct IssuedApiKey {
    key: String,
    name: String,
    client_id: String,
    client_secret: String,
}

/// Live keys with what somebody should look at.
#[derive(ToSchema)]
pub(in crate::api) struct ApiKeyHygiene {
    keys: Vec<ApiKeyMarks>,
    max_days: Option<u32>,
}

/// One key and what there is.
#[derive(ToSchema)]
pub(in crate::api) struct ApiKeyMarks {
    line: ApiKey,
    /// `secret_ends`, `ends_soon`, `unused`, `broad`, `old_secret`, `never_expires`, `any_address`, `several_networks`.
    marks: Vec<String>,
}

/// What was found.
#[derive(ToSchema)]
pub(in crate::api) struct FoundApiKey {
    key: String,
    client_id: String,
    name: String,
    /// `live`, `overlap`, `rolled_out`, `revoked`, `expired`; none for a client id.
    state: Option<String>,
}
