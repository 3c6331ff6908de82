//! Bodies as the reference describes them; the use cases read and write the real ones.
#![expect(dead_code, reason = "only describes bodies")]

use serde_json::Value;
use utoipa::ToSchema;

/// A Rego policy to make.
#[derive(ToSchema)]
pub(in crate::api) struct RegoPolicyToMake {
    name: String,
    description: Option<String>,
    category: Option<String>,
    /// `tenant` or `organization`.
    tier: Option<String>,
    /// The module, at most 100 KB.
    source: String,
    /// A module of the same package with `test_` rules.
    tests: Option<String>,
    /// What `deny` and `allow` ask for.
    action: Option<String>,
    severity: Option<String>,
    /// `request`, `response`, `connector`; all when left out.
    surfaces: Option<Vec<String>>,
    priority: Option<i32>,
    tags: Option<Vec<String>>,
    enabled: Option<bool>,
    /// Whether it comes into force with green tests only.
    critical: Option<bool>,
    /// Objects with `name`, `call`, `matches`, and `at` when the time matters.
    test_cases: Option<Vec<Value>>,
}

/// What is to change.
#[derive(ToSchema)]
pub(in crate::api) struct RegoPolicyToChange {
    name: Option<String>,
    description: Option<String>,
    category: Option<String>,
    source: Option<String>,
    tests: Option<String>,
    action: Option<String>,
    severity: Option<String>,
    surfaces: Option<Vec<String>>,
    priority: Option<i32>,
    tags: Option<Vec<String>>,
    enabled: Option<bool>,
    /// Whether it comes into force with green tests only.
    critical: Option<bool>,
    /// Objects with `name`, `call`, `matches`, and `at` when the time matters.
    test_cases: Option<Vec<Value>>,
}

/// A Rego policy.
#[derive(ToSchema)]
pub(in crate::api) struct RegoPolicy {
    id: String,
    name: String,
    description: String,
    category: String,
    tier: String,
    organization_id: String,
    tenant_id: Option<String>,
    source: String,
    tests: String,
    action: String,
    severity: String,
    surfaces: Vec<String>,
    priority: i32,
    tags: Vec<String>,
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

/// Several Rego policies.
#[derive(ToSchema)]
pub(in crate::api) struct RegoPolicyList {
    policies: Vec<RegoPolicy>,
}

/// What the tests of a module showed.
#[derive(ToSchema)]
pub(in crate::api) struct RegoTestReport {
    /// At least one test, and all of them true.
    passed: bool,
    coverage_percent: u8,
    tests: Vec<RegoTestOutcome>,
    coverage: RegoCoverage,
}

/// One `test_` rule.
#[derive(ToSchema)]
pub(in crate::api) struct RegoTestOutcome {
    name: String,
    passed: bool,
    error: Option<String>,
}

/// Lines of the module, counted from 1.
#[derive(ToSchema)]
pub(in crate::api) struct RegoCoverage {
    covered: Vec<u32>,
    missed: Vec<u32>,
}
