//! Bodies as the reference describes them; the use cases read and write the real ones.
#![expect(dead_code, reason = "only describes bodies")]

use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// An act that needs no words: `{}`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Nothing {}

/// A change of a policy on its way into force.
#[derive(ToSchema)]
pub(in crate::api) struct PolicyRelease {
    id: String,
    policy_id: String,
    policy_name: String,
    /// `pattern`, `conditions` or `rego`.
    policy_kind: String,
    critical: bool,
    /// `create`, `update`, `remove` or `roll_back`.
    change: String,
    /// `draft`, `requested`, `released` or `withdrawn`.
    state: String,
    base_version: i32,
    version: Option<i32>,
    drafted_by: String,
    #[schema(format = DateTime)]
    drafted_at: String,
    changed_by: String,
    #[schema(format = DateTime)]
    changed_at: String,
    #[schema(format = DateTime)]
    simulated_at: Option<String>,
    simulated_inputs: Option<i32>,
    tests: Option<PolicyTestRun>,
    requested_by: Option<String>,
    #[schema(format = DateTime)]
    requested_at: Option<String>,
    closed_by: Option<String>,
    #[schema(format = DateTime)]
    closed_at: Option<String>,
    reason: Option<String>,
    is_emergency: bool,
    reviewed_by: Option<String>,
    #[schema(format = DateTime)]
    reviewed_at: Option<String>,
    is_viewers_own: bool,
}

/// What the tests of a policy said.
#[derive(ToSchema)]
pub(in crate::api) struct PolicyTestRun {
    is_green: bool,
    passed: usize,
    /// Objects with `name` and `problem`.
    failed: Vec<Value>,
    coverage_percent: Option<u8>,
    problem: Option<String>,
}

/// A change with what it would change.
#[derive(ToSchema)]
pub(in crate::api) struct PolicyReleaseDetail {
    line: PolicyRelease,
    live_version: Option<i32>,
    diff: PolicyDiff,
    /// What has to be done before it can be handed in.
    missing: Vec<String>,
}

/// How two forms of a policy differ.
#[derive(ToSchema)]
pub(in crate::api) struct PolicyDiff {
    /// Objects with `field`, `before` and `after`.
    fields: Vec<Value>,
    /// Objects with `field` and `lines`; a line has `kind` (`same`, `added`, `removed`), `text`, and its numbers `before` and `after`.
    texts: Vec<Value>,
}

/// What a change would do to some calls.
#[derive(ToSchema)]
pub(in crate::api) struct ReleaseComparison {
    inputs: usize,
    changed: usize,
    /// Objects with `live`, `draft`, `decided_by` and `redaction_differs`.
    lines: Vec<Value>,
}
