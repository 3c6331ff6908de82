use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Hash, RangeProof, VerifierKey};

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ManifestLine {
    pub(crate) v: String,
    pub(crate) org: String,
    pub(crate) origin: String,
    pub(crate) first_seq: u64,
    pub(crate) count: u64,
    pub(crate) checkpoint: String,
    pub(crate) previous_checkpoint: Option<String>,
    pub(crate) consistency: Vec<Hash>,
    pub(crate) range_proof: RangeProof,
    pub(crate) vkeys: Vec<VerifierKey>,
    pub(crate) generated_at: String,
    pub(crate) policy_sets: u64,
}

/// Any other line, before it is known which one it is.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawLine {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) record: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) leaf: Option<Hash>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) personal: Option<BTreeMap<String, PersonalEntry>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) erased: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) retired_by: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) policy_set: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) end: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lines: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sha256: Option<String>,
}

/// A personal value and what its commitment was made with.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonalEntry {
    pub(crate) value: String,
    /// 32 bytes, in the text form that hashes have too.
    pub(crate) salt: Hash,
}

/// A line that is one of the known ones.
#[derive(Debug)]
pub(crate) enum Line {
    Record { record: String, leaf: Hash, personal: BTreeMap<String, PersonalEntry>, erased: Vec<String> },
    Retired { leaf: Hash, by: u64 },
    PolicySet(Map<String, Value>),
    End { lines: u64, sha256: String },
}

impl RawLine {
    /// Decides which line it is; `None` when it is a mixture or none of them.
    pub(crate) fn classify(self) -> Option<Line> {
        match self {
            Self {
                record: Some(record),
                leaf: Some(leaf),
                personal,
                erased,
                retired_by: None,
                policy_set: None,
                end: None,
                lines: None,
                sha256: None,
            } => Some(Line::Record { record, leaf, personal: personal.unwrap_or_default(), erased: erased.unwrap_or_default() }),
            Self {
                leaf: Some(leaf),
                retired_by: Some(by),
                record: None,
                personal: None,
                erased: None,
                policy_set: None,
                end: None,
                lines: None,
                sha256: None,
            } => Some(Line::Retired { leaf, by }),
            other => other.classify_without_leaf(),
        }
    }

    fn classify_without_leaf(self) -> Option<Line> {
        match self {
            Self { record: None, leaf: None, personal: None, erased: None, retired_by: None, policy_set, end, lines, sha256 } => {
                match (policy_set, end, lines, sha256) {
                    (Some(set), None, None, None) => Some(Line::PolicySet(set)),
                    (None, Some(true), Some(lines), Some(sha256)) => Some(Line::End { lines, sha256 }),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// A record as a verifier reads it: every member is known, none is missing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "members that are only required to be there and of their type")]
pub(crate) struct Body {
    pub(crate) v: String,
    pub(crate) org: String,
    pub(crate) seq: u64,
    pub(crate) at: i64,
    pub(crate) kind: String,
    pub(crate) id: String,
    pub(crate) actor: Map<String, Value>,
    pub(crate) target: Option<String>,
    pub(crate) verdict: Option<String>,
    pub(crate) request_id: String,
    pub(crate) trace_id: String,
    pub(crate) facts: Map<String, Value>,
    pub(crate) commitments: BTreeMap<String, String>,
}
