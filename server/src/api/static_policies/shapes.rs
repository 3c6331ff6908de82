//! Bodies as the reference describes them; the use cases read and write the real ones.
#![expect(dead_code, reason = "only describes bodies")]

use serde_json::Value;
use utoipa::ToSchema;

/// A policy to make.
#[derive(ToSchema)]
pub(in crate::api) struct PolicyToMake {
    name: String,
    description: Option<String>,
    category: String,
    /// `tenant` or `organization`.
    tier: Option<String>,
    /// A regular expression, matched in linear time.
    pattern: String,
    severity: Option<String>,
    enabled: Option<bool>,
    /// `block`, `require_approval`, `redact`, `warn`, `log` or `allow`.
    action: Option<String>,
    priority: Option<i32>,
    tags: Option<Vec<String>>,
    /// Whether it comes into force with green tests only.
    critical: Option<bool>,
    /// Objects with `name`, `call`, `matches`, and `at` when the time matters.
    test_cases: Option<Vec<Value>>,
}

/// What is to change.
#[derive(ToSchema)]
pub(in crate::api) struct PolicyToChange {
    name: Option<String>,
    description: Option<String>,
    category: Option<String>,
    pattern: Option<String>,
    severity: Option<String>,
    enabled: Option<bool>,
    action: Option<String>,
    priority: Option<i32>,
    tags: Option<Vec<String>>,
    /// Whether it comes into force with green tests only.
    critical: Option<bool>,
    /// Objects with `name`, `call`, `matches`, and `at` when the time matters.
    test_cases: Option<Vec<Value>>,
}

/// A policy.
#[derive(ToSchema)]
pub(in crate::api) struct StaticPolicy {
    id: String,
    policy_id: String,
    name: String,
    description: String,
    category: String,
    /// `system`, `organization` or `tenant`.
    tier: String,
    pattern: String,
    severity: String,
    enabled: bool,
    action: String,
    priority: i32,
    tags: Vec<String>,
    version: i32,
    organization_id: Option<String>,
    tenant_id: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
    has_override: bool,
    r#override: Option<PolicyOverride>,
    critical: bool,
    test_cases: Vec<Value>,
    /// A change that is not in force yet: `id`, `state`, `change`.
    open_release: Option<Value>,
}

/// A change of what a policy asks for, without editing it.
#[derive(ToSchema)]
pub(in crate::api) struct PolicyOverride {
    id: String,
    policy_id: String,
    action_override: String,
    enabled_override: Option<bool>,
    override_reason: String,
    created_by: String,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    expires_at: Option<String>,
}

/// An override to make.
#[derive(ToSchema)]
pub(in crate::api) struct OverrideToMake {
    action_override: String,
    override_reason: String,
    #[schema(format = DateTime)]
    expires_at: Option<String>,
}

/// Several policies.
#[derive(ToSchema)]
pub(in crate::api) struct PolicyList {
    policies: Vec<StaticPolicy>,
}
