//! Which route needs what. The handlers' types are what guards them; this list is what reviewers, the reference and the
//! test that knocks on every door read. A test compares it with the routes that exist.

use model::Permission::{
    self, AuditReadAll, ConnectorsRead, Govern, HoldsCreate, HoldsDecide, HoldsRead, KeysRead, KeysWrite, MembersRead, MembersWrite,
    PoliciesEmergency, PoliciesRead, PoliciesRelease, PoliciesWrite, SettingsWrite,
};

/// What a caller must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: the route is public.
    Anyone,
    /// An API key; without `audit:read-all` it is answered with nothing.
    AnyClient,
    /// An API key with this permission.
    Permission(Permission),
}

/// One route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// HTTP method.
    pub method: &'static str,
    /// Path template.
    pub path: &'static str,
    /// What a caller must have.
    pub needs: Needs,
}

const fn public(path: &'static str) -> Route {
    Route { method: "GET", path, needs: Needs::Anyone }
}

const fn reading(method: &'static str, path: &'static str) -> Route {
    Route { method, path, needs: Needs::AnyClient }
}

const fn with(permission: Permission, method: &'static str, path: &'static str) -> Route {
    Route { method, path, needs: Needs::Permission(permission) }
}

/// Every route of the API.
pub const ROUTES: &[Route] = &[
    public("/health"),
    public("/metrics"),
    public("/prometheus"),
    public("/openapi.json"),
    public("/docs/api"),
    public("/.well-known/jwks.json"),
    with(Govern, "POST", "/api/policy/pre-check"),
    with(Govern, "POST", "/api/audit/llm-call"),
    with(Govern, "POST", "/api/v1/audit/tool-call"),
    with(Govern, "POST", "/api/v1/decide"),
    with(Govern, "POST", "/api/v1/access/evaluation"),
    with(Govern, "POST", "/access/v1/evaluation"),
    with(Govern, "POST", "/access/v1/evaluations"),
    with(Govern, "POST", "/api/v1/mcp/check-input"),
    with(Govern, "POST", "/api/v1/mcp/check-output"),
    with(Govern, "POST", "/api/request"),
    with(ConnectorsRead, "GET", "/api/v1/connectors"),
    with(PoliciesRead, "GET", "/api/v1/static-policies"),
    with(PoliciesWrite, "POST", "/api/v1/static-policies"),
    with(PoliciesRead, "GET", "/api/v1/static-policies/{id}"),
    with(PoliciesWrite, "PUT", "/api/v1/static-policies/{id}"),
    with(PoliciesWrite, "PATCH", "/api/v1/static-policies/{id}"),
    with(PoliciesWrite, "DELETE", "/api/v1/static-policies/{id}"),
    with(PoliciesRead, "GET", "/api/v1/static-policies/effective"),
    with(PoliciesRead, "POST", "/api/v1/static-policies/test"),
    with(PoliciesRead, "GET", "/api/v1/static-policies/overrides"),
    with(PoliciesRead, "GET", "/api/v1/static-policies/{id}/versions"),
    with(PoliciesWrite, "POST", "/api/v1/static-policies/{id}/override"),
    with(PoliciesWrite, "DELETE", "/api/v1/static-policies/{id}/override"),
    with(PoliciesRead, "GET", "/api/v1/static-policies/{id}/versions/diff"),
    with(PoliciesRelease, "POST", "/api/v1/static-policies/{id}/roll-back"),
    with(PoliciesRead, "GET", "/api/v1/policy-releases"),
    with(PoliciesRead, "GET", "/api/v1/policy-releases/mode"),
    with(SettingsWrite, "PUT", "/api/v1/policy-releases/mode"),
    with(PoliciesRead, "GET", "/api/v1/policy-releases/{id}"),
    with(PoliciesRead, "POST", "/api/v1/policy-releases/{id}/test-run"),
    with(PoliciesWrite, "POST", "/api/v1/policy-releases/{id}/simulation"),
    with(PoliciesWrite, "POST", "/api/v1/policy-releases/{id}/request"),
    with(PoliciesRelease, "POST", "/api/v1/policy-releases/{id}/release"),
    with(PoliciesWrite, "POST", "/api/v1/policy-releases/{id}/withdrawal"),
    with(PoliciesEmergency, "POST", "/api/v1/policy-releases/{id}/emergency"),
    with(PoliciesRelease, "POST", "/api/v1/policy-releases/{id}/review"),
    with(PoliciesRead, "POST", "/api/v1/policies/simulate"),
    with(PoliciesRead, "POST", "/api/v1/policies/simulate/batch"),
    with(AuditReadAll, "POST", "/api/v1/policies/replay"),
    with(PoliciesRead, "POST", "/api/v1/policies/impact-report"),
    with(PoliciesRead, "POST", "/api/v1/policies/conflicts"),
    with(PoliciesRead, "GET", "/api/v1/governance"),
    with(SettingsWrite, "PUT", "/api/v1/governance"),
    reading("POST", "/api/v1/auth/login"),
    reading("POST", "/api/v1/auth/logout"),
    reading("GET", "/api/v1/auth/session"),
    with(SettingsWrite, "GET", "/api/v1/sso/connections"),
    with(SettingsWrite, "POST", "/api/v1/sso/connections"),
    with(SettingsWrite, "GET", "/api/v1/sso/connections/{id}"),
    with(SettingsWrite, "PATCH", "/api/v1/sso/connections/{id}"),
    with(SettingsWrite, "DELETE", "/api/v1/sso/connections/{id}"),
    with(SettingsWrite, "POST", "/api/v1/sso/connections/{id}/provider/preview"),
    with(SettingsWrite, "PUT", "/api/v1/sso/connections/{id}/provider"),
    with(SettingsWrite, "PUT", "/api/v1/sso/connections/{id}/mapping"),
    with(SettingsWrite, "POST", "/api/v1/sso/connections/{id}/certificates"),
    with(SettingsWrite, "DELETE", "/api/v1/sso/connections/{id}/certificates/{sha256}"),
    with(SettingsWrite, "POST", "/api/v1/sso/connections/{id}/metadata-refresh"),
    with(SettingsWrite, "POST", "/api/v1/sso/connections/{id}/key"),
    with(SettingsWrite, "GET", "/api/v1/sign-ins"),
    with(SettingsWrite, "GET", "/api/v1/sso/connections/{id}/set-up-links"),
    with(SettingsWrite, "POST", "/api/v1/sso/connections/{id}/set-up-links"),
    with(SettingsWrite, "DELETE", "/api/v1/sso/connections/{id}/set-up-links/{link}"),
    with(SettingsWrite, "GET", "/api/v1/sso/domains"),
    with(SettingsWrite, "POST", "/api/v1/sso/domains"),
    with(SettingsWrite, "POST", "/api/v1/sso/domains/{domain}/verification"),
    with(SettingsWrite, "PUT", "/api/v1/sso/domains/{domain}/route"),
    with(SettingsWrite, "DELETE", "/api/v1/sso/domains/{domain}"),
    with(PoliciesRead, "GET", "/api/v1/dynamic-policies"),
    with(PoliciesWrite, "POST", "/api/v1/dynamic-policies"),
    with(PoliciesRead, "GET", "/api/v1/dynamic-policies/{id}"),
    with(PoliciesWrite, "PUT", "/api/v1/dynamic-policies/{id}"),
    with(PoliciesWrite, "DELETE", "/api/v1/dynamic-policies/{id}"),
    with(PoliciesRead, "GET", "/api/v1/dynamic-policies/effective"),
    with(PoliciesRead, "GET", "/api/v1/rego-policies"),
    with(PoliciesWrite, "POST", "/api/v1/rego-policies"),
    with(PoliciesRead, "GET", "/api/v1/rego-policies/{id}"),
    with(PoliciesWrite, "PUT", "/api/v1/rego-policies/{id}"),
    with(PoliciesWrite, "DELETE", "/api/v1/rego-policies/{id}"),
    with(PoliciesRead, "POST", "/api/v1/rego-policies/test"),
    with(Govern, "POST", "/api/v1/user-tokens"),
    with(PoliciesRead, "GET", "/api/v1/user-tokens/mode"),
    with(SettingsWrite, "PUT", "/api/v1/user-tokens/mode"),
    with(KeysRead, "GET", "/api/v1/api-keys"),
    with(KeysWrite, "POST", "/api/v1/api-keys"),
    with(KeysRead, "GET", "/api/v1/api-keys/hygiene"),
    with(KeysRead, "POST", "/api/v1/api-keys/lookup"),
    with(KeysRead, "GET", "/api/v1/api-keys/rules"),
    with(SettingsWrite, "PUT", "/api/v1/api-keys/rules"),
    with(KeysRead, "GET", "/api/v1/api-keys/{id}"),
    with(KeysWrite, "PUT", "/api/v1/api-keys/{id}/settings"),
    with(KeysWrite, "POST", "/api/v1/api-keys/{id}/secrets"),
    with(KeysWrite, "DELETE", "/api/v1/api-keys/{id}/overlap"),
    with(KeysWrite, "POST", "/api/v1/api-keys/{id}/revocation"),
    with(MembersRead, "GET", "/api/v1/teams"),
    with(MembersWrite, "POST", "/api/v1/teams"),
    with(MembersRead, "GET", "/api/v1/teams/{id}"),
    with(MembersWrite, "PATCH", "/api/v1/teams/{id}"),
    with(MembersWrite, "DELETE", "/api/v1/teams/{id}"),
    with(MembersRead, "GET", "/api/v1/teams/{id}/members"),
    with(MembersWrite, "PUT", "/api/v1/teams/{id}/members/{member}"),
    with(MembersWrite, "DELETE", "/api/v1/teams/{id}/members/{member}"),
    with(MembersWrite, "DELETE", "/api/v1/teams/{id}/roles/{role}"),
    with(HoldsRead, "GET", "/api/v1/hitl/queue"),
    with(HoldsCreate, "POST", "/api/v1/hitl/queue"),
    with(HoldsRead, "GET", "/api/v1/hitl/queue/{id}"),
    with(HoldsDecide, "POST", "/api/v1/hitl/queue/{id}/approve"),
    with(HoldsDecide, "POST", "/api/v1/hitl/queue/{id}/reject"),
    with(HoldsRead, "GET", "/api/v1/hitl/stats"),
    reading("POST", "/api/v1/audit/search"),
    reading("GET", "/api/v1/audit/tenant/{tenant_id}"),
    reading("GET", "/api/v1/decisions"),
    reading("GET", "/api/v1/decisions/{id}/explain"),
    with(AuditReadAll, "POST", "/api/v1/evidence/export"),
    with(AuditReadAll, "GET", "/api/v1/evidence/summary"),
    with(AuditReadAll, "GET", "/api/v1/evidence/exports/{id}/bundle"),
    with(MembersRead, "GET", "/api/v1/departures"),
];

/// What the route needs, if it is one.
pub fn needs(method: &str, path: &str) -> Option<Needs> {
    ROUTES.iter().find(|route| route.method == method && route.path == path).map(|route| route.needs)
}
