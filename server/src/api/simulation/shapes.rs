//! Bodies as the reference describes them; the use cases read the real ones.
#![expect(dead_code, reason = "only describes bodies")]

use serde_json::{Map, Value};
use utoipa::ToSchema;

/// A call that is not made.
#[derive(ToSchema)]
pub(in crate::api) struct CallInQuestion {
    query: String,
    request_type: Option<String>,
    /// Attributes of the end user; the same as `user` in the context.
    #[schema(value_type = Option<Object>)]
    user: Option<Map<String, Value>>,
    #[schema(value_type = Option<Object>)]
    context: Option<Map<String, Value>>,
    /// The tool or model, as `group/name`.
    target: Option<String>,
    /// `decide` when left out; `pre_check`, `proxy`, `mcp_input` or `mcp_output`.
    plane: Option<String>,
}

/// What would be answered to many calls.
#[derive(ToSchema)]
pub(in crate::api) struct SimulatedCalls {
    /// Objects with `verdict`, `reason`, `policies` and `redacted_query`, in the order of the calls.
    lines: Vec<Value>,
    /// `used` and `limit`; -1 is without limit.
    daily_use: Value,
}

/// What past decisions would have been.
#[derive(ToSchema)]
pub(in crate::api) struct Replayed {
    policy_id: String,
    #[schema(format = DateTime)]
    since: String,
    #[schema(format = DateTime)]
    until: String,
    decisions: usize,
    judged: usize,
    /// `redacted`, `cut` and `context`: why decisions could not be judged.
    unjudged: Value,
    changed: usize,
    /// Objects with `decided_by`, `before`, `would_decide`, `after` and `decisions`.
    table: Vec<Value>,
    /// Objects with `decision`, `at`, `before` and `after`.
    examples: Vec<Value>,
    /// `days`, `before`, `after`, `at_most`, `before_per_day` and `after_per_day`.
    approvals: Value,
    took_ms: u64,
}
