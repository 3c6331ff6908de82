//! Bodies as the reference describes them; the use cases answer the real ones.
#![expect(dead_code, reason = "only describes bodies")]

use utoipa::ToSchema;

use crate::api::sign_ins::SignIn;

/// One connection to an identity provider.
#[derive(ToSchema)]
pub(in crate::api) struct SsoConnection {
    connection: String,
    name: String,
    /// `saml` or `oidc`.
    protocol: String,
    /// `okta`, `entra`, `google` or `other`.
    kind: String,
    /// `set_up` while its provider is not known, `off` or `on`.
    state: String,
    /// Pairs of a domain and `off`, `optional` or `required`.
    domains: Vec<(String, String)>,
    /// SAML: when the last certificate ends that can check a signature.
    #[schema(format = DateTime)]
    certificate_ends: Option<String>,
    /// Whole days until then, from sixty on.
    ends_in_days: Option<i64>,
    /// People who are linked to it.
    people: u32,
    #[schema(format = DateTime)]
    last_success_at: Option<String>,
    /// Sign-ins that were refused in the last week.
    refused: u32,
}

/// Everything about one connection.
#[derive(ToSchema)]
pub(in crate::api) struct SsoConnectionDetail {
    line: SsoConnection,
    ours: SsoOurValues,
    provider: Option<SsoProviderRead>,
    email_attribute: Option<String>,
    groups_attribute: Option<String>,
    default_role: Option<String>,
    sign_requests: bool,
    /// SAML: whether sign-ins may begin at the provider.
    idp_initiated: bool,
    /// Our keys, the one that signs first.
    keys: Vec<serde_json::Value>,
    /// Every verified domain.
    domains: Vec<SsoDomain>,
    last_test: Option<SignIn>,
    /// Whether it was seen to work in the last 24 hours.
    proved: bool,
    /// Addresses of the proven break-glass owners, who come in whatever the provider does.
    break_glass: Vec<String>,
}

/// What the provider's console asks for.
#[derive(ToSchema)]
pub(in crate::api) struct SsoOurValues {
    entity_id: Option<String>,
    acs_url: Option<String>,
    /// SAML: where messages about signing out go.
    slo_url: Option<String>,
    metadata_url: Option<String>,
    redirect_uri: Option<String>,
    /// OpenID Connect: where the provider sends browsers that signed out there.
    signed_out_uri: Option<String>,
    test_url: String,
}

/// What was read of a provider.
#[derive(ToSchema)]
pub(in crate::api) struct SsoProviderRead {
    /// Entity id or issuer.
    id: String,
    /// Pairs of what an address is for and the address.
    addresses: Vec<(String, String)>,
    /// Subject, fingerprint, key, validity and fault of each certificate.
    certificates: Vec<serde_json::Value>,
    client_id: Option<String>,
    metadata_url: Option<String>,
    wants_signed_requests: bool,
    /// Other connections to the same provider.
    also_used_by: Vec<String>,
    /// Send it back when saving: only what was looked at is saved.
    seen: String,
}

/// One domain.
#[derive(ToSchema)]
pub(in crate::api) struct SsoDomain {
    domain: String,
    record_name: String,
    record_value: String,
    #[schema(format = DateTime)]
    verified_at: Option<String>,
    #[schema(format = DateTime)]
    checked_at: Option<String>,
    /// `off`, `optional` or `required`.
    mode: String,
    /// Id and name of the connection that it leads to.
    connection: Option<(String, String)>,
    members: u32,
}

/// One link by which somebody without an account sets up a connection.
#[derive(ToSchema)]
pub(in crate::api) struct SsoSetUpLink {
    link: String,
    made_for: String,
    domain: Option<String>,
    made_by: String,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    expires_at: String,
    /// When the guest last gave the connection a provider.
    #[schema(format = DateTime)]
    used_at: Option<String>,
    /// `open`, `expired`, `revoked` or `in_use`.
    state: String,
}

/// Such a link on the one occasion that shows it.
#[derive(ToSchema)]
pub(in crate::api) struct SsoSetUpLinkMade {
    link: String,
    made_for: String,
    /// The address to send.
    url: String,
    #[schema(format = DateTime)]
    expires_at: String,
}
