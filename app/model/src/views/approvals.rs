use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{ApprovalId, ApprovalStatus, DecisionId, KeyId, Plane, Severity, text::words};

words! {
    /// The two halves of the queue.
    QueueHalf {
        /// What waits for a person.
        Waiting = "waiting",
        /// What was decided, expired or overridden; newest first.
        History = "history",
    }
}

words! {
    /// In which order waiting calls are listed.
    QueueOrder {
        /// Due first; of two that are due together, the worse one.
        Due = "due",
        /// Worst first; of two that are as bad, the one that is due first.
        Severity = "severity",
    }
}

/// Which part of the queue a page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueFilter {
    /// Which half.
    pub half: QueueHalf,
    /// Only this severity.
    pub severity: Option<Severity>,
    /// The order of waiting calls.
    pub order: QueueOrder,
    /// Only what comes after this call.
    pub after: Option<ApprovalId>,
}

/// A held call in the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalLine {
    /// Which.
    pub id: ApprovalId,
    /// What it would do, in words.
    pub title: String,
    /// How bad it could be.
    pub severity: Severity,
    /// Where it stands now, with expiry applied.
    pub status: ApprovalStatus,
    /// The name of the API key that asked.
    pub key_name: String,
    /// The end user for whom it asked, when known.
    pub end_user: Option<String>,
    /// Name of the policy that stopped it.
    pub policy_name: String,
    /// When it was asked.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// Until when a human may decide; then it is denied.
    #[serde(with = "time::serde::rfc3339")]
    pub approve_by: OffsetDateTime,
    /// Seconds left when the page was made; negative when past.
    pub seconds_left: i64,
}

/// The queue page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueView {
    /// This page's rows.
    pub items: Vec<ApprovalLine>,
    /// Rows in all, where they are counted: of what waits.
    pub total: Option<u64>,
    /// The last row, when more come after it.
    pub next_after: Option<ApprovalId>,
    /// Counts for the tabs.
    pub counts: ApprovalCounts,
    /// When it was read.
    #[serde(with = "time::serde::rfc3339")]
    pub read_at: OffsetDateTime,
}

/// Counts of held calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalCounts {
    /// Waiting.
    pub pending: u64,
    /// Waiting with severity high.
    pub high: u64,
    /// Waiting with severity critical.
    pub critical: u64,
    /// Asked for since the moment that the reader named, counted up to a hundred; decided ones too.
    pub arrived: u64,
    /// Age of the oldest waiting one, in seconds.
    pub oldest_pending_seconds: Option<i64>,
}

/// Everything about one held call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalDetail {
    /// The line of the queue.
    pub line: ApprovalLine,
    /// What will run: the masked call, as text or indented JSON.
    pub call: String,
    /// The tool, model or connector it is for.
    pub target: Option<String>,
    /// SHA-256 of the exact call, hexadecimal: what an approval is bound to.
    pub digest: String,
    /// Which surface asked.
    pub plane: Plane,
    /// Id of the policy that stopped it, empty for a hold that was asked for in so many words.
    pub policy_id: String,
    /// Why it stopped.
    pub reason: String,
    /// The decision behind it, when there is one.
    pub decision: Option<DecisionId>,
    /// The API key that asked.
    pub key: KeyId,
    /// Where it came from.
    pub ip: Option<String>,
    /// W3C trace id.
    pub trace_id: String,
    /// Seconds that an approval stays spendable.
    pub execute_within_seconds: i64,
    /// Who decided, when decided.
    pub decided: Option<DecidedBy>,
    /// Until when an approved call may run.
    #[serde(with = "time::serde::rfc3339::option")]
    pub execute_by: Option<OffsetDateTime>,
    /// When it ran.
    #[serde(with = "time::serde::rfc3339::option")]
    pub spent_at: Option<OffsetDateTime>,
    /// What happened so far, oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// Why this viewer may not decide, when they may not.
    pub refusal: Option<String>,
}

/// Who closed a held call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidedBy {
    /// Name of the person or key.
    pub name: String,
    /// What they said.
    pub reason: Option<String>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

/// One step in the life of a held call, as the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// The ledger sequence number.
    pub seq: u64,
    /// What happened, in words.
    pub what: String,
    /// Who did it.
    pub who: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}
