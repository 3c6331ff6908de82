use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{DecisionId, Verdict};

/// What past decisions would have been under a change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Replay {
    /// The policy that changes.
    pub policy_id: String,
    /// From when on decisions were looked at.
    #[serde(with = "time::serde::rfc3339")]
    pub since: OffsetDateTime,
    /// Until when.
    #[serde(with = "time::serde::rfc3339")]
    pub until: OffsetDateTime,
    /// Decisions that were looked at.
    pub decisions: usize,
    /// Those whose answer under the change is known.
    pub judged: usize,
    /// Those whose answer is not, since what the policy would have to read is not kept.
    pub unjudged: Unjudged,
    /// Judged decisions that would have another answer.
    pub changed: usize,
    /// The same by what decides and what is answered, most frequent first.
    pub table: Vec<ReplayRow>,
    /// Some of the changed decisions, newest first.
    pub examples: Vec<ReplayedDecision>,
    /// Calls that wait for a human.
    pub approvals: ApprovalForecast,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

/// Why decisions could not be judged; each is counted once, under the first reason that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Unjudged {
    /// Values were taken out of the text before it was stored, or it was erased.
    pub redacted: usize,
    /// The text was longer than what is kept of it.
    pub cut: usize,
    /// The context had members that are not kept.
    pub context: usize,
}

impl Unjudged {
    /// All of them.
    pub const fn total(self) -> usize {
        self.redacted + self.cut + self.context
    }
}

/// Decisions that change alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplayRow {
    /// The policy that decided; none when no policy matched.
    pub decided_by: Option<String>,
    /// The answer that was given.
    pub before: Verdict,
    /// The policy that would decide.
    pub would_decide: Option<String>,
    /// The answer that would be given.
    pub after: Verdict,
    /// How many.
    pub decisions: usize,
}

/// One decision that would have another answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplayedDecision {
    /// Which.
    pub decision: DecisionId,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// The answer that was given.
    pub before: Verdict,
    /// The answer that would be given.
    pub after: Verdict,
}

/// How many calls would wait for a human. A call that is sent again while its hold waits is one, and so is its retry.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ApprovalForecast {
    /// Days that were looked at.
    pub days: f64,
    /// Holds of that time.
    pub before: usize,
    /// Holds under the change, as far as it is known.
    pub after: usize,
    /// The same if every decision that could not be judged would wait.
    pub at_most: usize,
    /// Holds a day before.
    pub before_per_day: f64,
    /// Holds a day under the change.
    pub after_per_day: f64,
}
