use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::FoundKind;
use crate::{ApprovalId, DecisionId, KeyId, Plane, Severity, Verdict};

/// Which decisions a list shows; newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionFilter {
    /// Only this verdict.
    pub verdict: Option<Verdict>,
    /// Only decisions that this policy matched.
    pub policy: Option<String>,
    /// Only calls made with this key.
    pub key: Option<KeyId>,
    /// Only calls made for this end user.
    #[serde(default)]
    pub end_user: Option<String>,
    /// Only from this time on.
    #[serde(with = "time::serde::rfc3339::option")]
    pub since: Option<OffsetDateTime>,
    /// Only before this time.
    #[serde(with = "time::serde::rfc3339::option")]
    pub until: Option<OffsetDateTime>,
    /// Only older than this ledger sequence number: the cursor.
    pub before: Option<u64>,
}

/// One page of decisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionPage {
    /// The rows.
    pub items: Vec<DecisionLine>,
    /// The cursor of the next page, when there is one.
    pub next_before: Option<u64>,
}

/// One decision in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionLine {
    /// Which.
    pub id: DecisionId,
    /// The ledger sequence number.
    pub seq: u64,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// The answer.
    pub verdict: Verdict,
    /// Which surface asked.
    pub plane: Plane,
    /// The tool, model or connector.
    pub target: Option<String>,
    /// Name of the API key.
    pub key_name: String,
    /// The end user, when known.
    pub end_user: Option<String>,
    /// Ids of the policies that matched, deciding one first.
    pub policies: Vec<String>,
    /// Their names as they were then, in the same order.
    pub policy_names: Vec<String>,
    /// Evaluation time in microseconds.
    pub took_micros: u64,
}

/// Everything about one decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionDetail {
    /// The line of the list.
    pub line: DecisionLine,
    /// The API key.
    pub key: Option<KeyId>,
    /// Why, in words.
    pub reason: String,
    /// The text, redacted; absent when erased.
    pub query: Option<String>,
    /// What was found in it, by kind; values are not in it any more.
    pub detections: Vec<FoundKind>,
    /// Every policy that was evaluated, matching ones first (TC-62).
    pub evaluated: Vec<EvaluatedPolicy>,
    /// Names the exact policy set.
    pub policy_set: String,
    /// The held call, when it was held.
    pub approval: Option<ApprovalId>,
    /// W3C trace id.
    pub trace_id: String,
    /// The request id.
    pub request_id: String,
    /// Free string facts that the caller sent along.
    pub context: BTreeMap<String, String>,
    /// Where its proof stands.
    pub proof: ProofState,
    /// The canonical record, as it is hashed.
    pub record: String,
}

/// One evaluated policy with its individual result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvaluatedPolicy {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The version that was evaluated.
    pub version: u32,
    /// `system`, `organization` or `tenant`.
    pub tier: String,
    /// Its category.
    pub category: String,
    /// What it asks for.
    pub action: String,
    /// How bad a match is.
    pub severity: Severity,
    /// Whether it matched.
    pub matched: bool,
    /// What it matched on, by kind, never by value.
    pub matched_on: Option<String>,
}

/// Whether a record is covered by a signed checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofState {
    /// The leaf hash, hexadecimal.
    pub leaf: String,
    /// Size of the first checkpoint that covers it.
    pub checkpoint_size: Option<u64>,
    /// Whether leaf, body and inclusion proof agree with that checkpoint.
    pub verified: bool,
}
