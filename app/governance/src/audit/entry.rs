use model::{DeedKind, PersonalField};
use serde::Serialize;
use store::ledger_read::StoredRecord;
use time::OffsetDateTime;

use crate::{Result, decisions::Reading};

/// What the trail of governed calls consists of.
pub(crate) const AUDITED_KINDS: [DeedKind; 4] =
    [DeedKind::Decided, DeedKind::Refused, DeedKind::LlmCallReported, DeedKind::ToolCallReported];

/// One record in the words that SDKs know. Nothing is ever null: what is unknown is empty, zero or left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditEntry {
    /// Names the record.
    pub id: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub timestamp: OffsetDateTime,
    /// The request that carried it.
    pub request_id: String,
    /// The end user or acting member, when known.
    pub user_email: String,
    /// The API key.
    pub client_id: String,
    /// The workspace.
    pub tenant_id: String,
    /// The organisation.
    pub org_id: String,
    /// What kind of call.
    pub request_type: String,
    /// `allowed`, `blocked`, `redacted`, `needs_approval` or `error`.
    pub policy_decision: &'static str,
    /// Which policies matched and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_details: Option<PolicyDetails>,
    /// How long it took.
    pub response_time_ms: u64,
    /// Who ran the model.
    pub provider: String,
    /// Which model.
    pub model: String,
    /// Tokens of a model call.
    pub tokens_used: u64,
    /// The text, redacted; empty when erased.
    pub query: String,
    /// What was answered, redacted; empty when erased.
    pub response_sample: String,
    /// The governed call that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision_id: Option<String>,
    /// The surface that asked.
    pub plane: String,
    /// W3C trace id.
    pub correlation_id: String,
    /// Its number in the ledger.
    pub seq: u64,
}

/// Why a call was answered as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicyDetails {
    /// In words.
    pub reason: String,
    /// How many policies were evaluated.
    pub evaluated: u64,
    /// The policies that matched, deciding one first.
    pub policies: Vec<PolicyHit>,
}

/// One policy that matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicyHit {
    /// Its id.
    pub policy_id: String,
    /// Its name.
    pub policy_name: String,
    /// What it asks for.
    pub action: String,
    /// How bad a match is.
    pub severity: String,
}

impl AuditEntry {
    pub(crate) fn of(record: &StoredRecord) -> Result<Self> {
        let reading = Reading::of(record)?;
        let personal = |field| record.value(field).unwrap_or_default().to_owned();
        let user = record.value(PersonalField::EndUser).or_else(|| record.value(PersonalField::ActorEmail));
        Ok(Self {
            id: record.record_id.to_string(),
            timestamp: record.at,
            request_id: reading.top("request_id").to_owned(),
            user_email: user.unwrap_or_default().to_owned(),
            client_id: record.key.map(model::KeyId::client_id).unwrap_or_default(),
            tenant_id: reading.tenant().to_owned(),
            org_id: reading.top("org").to_owned(),
            request_type: request_type(record.kind, &reading),
            policy_decision: decision(record, &reading),
            policy_details: (record.kind == DeedKind::Decided).then(|| details(&reading)),
            response_time_ms: response_time(record.kind, &reading),
            provider: reading.text("provider").unwrap_or_default().to_owned(),
            model: reading.text("model").unwrap_or_default().to_owned(),
            tokens_used: reading.number("total_tokens"),
            query: personal(PersonalField::Query),
            response_sample: personal(PersonalField::Response),
            decision_id: decision_id(record, &reading),
            plane: reading.text("plane").unwrap_or_default().to_owned(),
            correlation_id: reading.top("trace_id").to_owned(),
            seq: record.seq,
        })
    }
}

fn request_type(kind: DeedKind, reading: &Reading) -> String {
    let word = if kind == DeedKind::LlmCallReported {
        Some("llm_call")
    } else if kind == DeedKind::ToolCallReported {
        Some("tool_call_audit")
    } else {
        reading.text("request_type")
    };
    word.unwrap_or_default().to_owned()
}

fn decision(record: &StoredRecord, reading: &Reading) -> &'static str {
    match record.verdict {
        Some(verdict) => verdict.read_word(),
        None if record.kind == DeedKind::Refused || reading.says_failed() => "error",
        None => "allowed",
    }
}

fn decision_id(record: &StoredRecord, reading: &Reading) -> Option<String> {
    if record.kind == DeedKind::Decided {
        return Some(record.record_id.to_string());
    }
    reading.text("decision").map(str::to_owned)
}

/// In milliseconds.
fn response_time(kind: DeedKind, reading: &Reading) -> u64 {
    if kind == DeedKind::Decided {
        return reading.number("took_us") / 1_000;
    }
    // A report carries the one or the other.
    reading.number("latency_ms").max(reading.number("duration_ms"))
}

fn details(reading: &Reading) -> PolicyDetails {
    let hits = reading.matched().into_iter().map(|m| PolicyHit {
        policy_id: m.policy,
        policy_name: m.name,
        action: m.action,
        severity: m.severity,
    });
    PolicyDetails {
        reason: reading.text("reason").unwrap_or_default().to_owned(),
        evaluated: reading.number("evaluated"),
        policies: hits.collect(),
    }
}
