//! Bodies as the reference describes them; the use cases read and write the real ones.
#![expect(dead_code, reason = "only describes bodies")]

use std::collections::BTreeMap;

use utoipa::ToSchema;

/// What is to change.
#[derive(ToSchema)]
pub(in crate::api) struct GoverningToSet {
    /// `dev`, `default`, `strict` or `compliance`.
    profile: Option<String>,
    /// `PII_ACTION`, `GATEWAY_PII_ACTION`, `MCP_PII_ACTION` and others; all of them at once.
    actions: Option<BTreeMap<String, String>>,
}

/// Profile, settings, and what they come to.
#[derive(ToSchema)]
pub(in crate::api) struct Governing {
    profile: String,
    actions: BTreeMap<String, String>,
    server_actions: BTreeMap<String, String>,
    policies: Vec<ResolvedShippedPolicy>,
}

/// What one shipped policy does, by the way that a call came.
#[derive(ToSchema)]
pub(in crate::api) struct ResolvedShippedPolicy {
    id: String,
    name: String,
    category: String,
    general: ResolvedShippedAction,
    gateway: ResolvedShippedAction,
    mcp: ResolvedShippedAction,
}

/// An action and what decided it.
#[derive(ToSchema)]
pub(in crate::api) struct ResolvedShippedAction {
    action: String,
    /// `policy`, `override`, `profile NAME`, `organization SETTING` or `server SETTING`.
    source: String,
}
