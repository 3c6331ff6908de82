//! Bodies as the reference describes them; the use cases read and write the real ones.
#![expect(dead_code, reason = "only describes bodies")]

use serde_json::Value;
use utoipa::ToSchema;

/// What has to hold of one field.
#[derive(ToSchema)]
pub(in crate::api) struct Condition {
    /// `query`, `detected`, `risk_score`, `user.NAME`, `context.NAME`, and others.
    field: String,
    /// `equals`, `contains`, `in`, `regex`, `greater_than`, and others.
    operator: String,
    #[schema(value_type = Object)]
    value: Value,
}

/// What is done when all conditions hold.
#[derive(ToSchema)]
pub(in crate::api) struct DynamicAction {
    /// `block`, `require_approval`, `redact`, `route`, `alert`, `warn` or `log`.
    r#type: String,
    /// `reason`, `severity`, and `allowed_providers` of a `route`.
    #[schema(value_type = Object)]
    config: Value,
}

/// A dynamic policy to make.
#[derive(ToSchema)]
pub(in crate::api) struct DynamicPolicyToMake {
    name: String,
    description: Option<String>,
    /// `risk`, `content`, `user` or `cost`.
    r#type: Option<String>,
    /// Begins with `dynamic-`.
    category: Option<String>,
    /// `tenant` or `organization`.
    tier: Option<String>,
    conditions: Vec<Condition>,
    actions: Vec<DynamicAction>,
    /// `request`, `response`, `connector`; all when left out.
    surfaces: Option<Vec<String>>,
    priority: Option<i32>,
    enabled: Option<bool>,
    /// Whether it comes into force with green tests only.
    critical: Option<bool>,
    /// Objects with `name`, `call`, `matches`, and `at` when the time matters.
    test_cases: Option<Vec<Value>>,
}

/// What is to change.
#[derive(ToSchema)]
pub(in crate::api) struct DynamicPolicyToChange {
    name: Option<String>,
    description: Option<String>,
    r#type: Option<String>,
    category: Option<String>,
    conditions: Option<Vec<Condition>>,
    actions: Option<Vec<DynamicAction>>,
    surfaces: Option<Vec<String>>,
    priority: Option<i32>,
    enabled: Option<bool>,
    /// Whether it comes into force with green tests only.
    critical: Option<bool>,
    /// Objects with `name`, `call`, `matches`, and `at` when the time matters.
    test_cases: Option<Vec<Value>>,
}

/// A dynamic policy.
#[derive(ToSchema)]
pub(in crate::api) struct DynamicPolicy {
    id: String,
    name: String,
    description: String,
    r#type: String,
    category: String,
    tier: String,
    organization_id: String,
    tenant_id: Option<String>,
    conditions: Vec<Condition>,
    actions: Vec<DynamicAction>,
    /// The strictest of the actions.
    action: String,
    surfaces: Vec<String>,
    priority: i32,
    enabled: bool,
    version: i32,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
    critical: bool,
    test_cases: Vec<Value>,
    /// A change that is not in force yet: `id`, `state`, `change`.
    open_release: Option<Value>,
}

/// Several dynamic policies.
#[derive(ToSchema)]
pub(in crate::api) struct DynamicPolicyList {
    policies: Vec<DynamicPolicy>,
}
