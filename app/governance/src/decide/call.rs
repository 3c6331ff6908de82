use std::{collections::BTreeMap, sync::Arc};

use model::{ApprovalId, DecisionId, Plane, Severity, Verdict, views::FoundKind};
use policy::{Match, Snapshot};
use time::OffsetDateTime;

/// What a call that needs approval does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldMode {
    /// It waits in the queue.
    Enqueue,
    /// It is only refused; the client asks for a hold in so many words.
    Never,
}

/// Whether the caller can remove values before the call goes on. What it cannot discharge it may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redaction {
    /// It can, or the surface does it in its answer.
    Possible,
    /// It has said that it cannot.
    Impossible,
}

/// A governed call as a surface hands it over.
#[derive(Debug, Clone)]
pub struct Call {
    /// Which surface.
    pub plane: Plane,
    /// `decide`, or what the client calls it.
    pub request_type: String,
    /// Everything that is scanned.
    pub text: String,
    /// The tool, model or connector.
    pub target: Option<String>,
    /// The end user for whom it is made, as the client labels them.
    pub end_user: Option<String>,
    /// Free labels that the client sends along.
    pub context: BTreeMap<String, String>,
    /// The call as the client sent it: the digest and the sealed copy come from it.
    pub exact: serde_json::Value,
    /// The approval that the client wants to spend.
    pub approval: Option<ApprovalId>,
    /// What to do when it needs approval.
    pub hold: HoldMode,
    /// Whether the caller can remove values.
    pub redaction: Redaction,
}

/// The decision.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Which.
    pub decision: DecisionId,
    /// Which surface asked.
    pub plane: Plane,
    /// When it was recorded.
    pub at: OffsetDateTime,
    /// Its number in the ledger.
    pub seq: u64,
    /// The answer.
    pub verdict: Verdict,
    /// A machine word for a refusal that no policy made: an approval that is not good, a duty that cannot be discharged.
    pub refusal: Option<&'static str>,
    /// Why, in words.
    pub reason: String,
    /// The policies that matched, strictest first.
    pub matched: Vec<Match>,
    /// The policy set that it was made under.
    pub snapshot: Arc<Snapshot>,
    /// How many policies were evaluated.
    pub evaluated: usize,
    /// The text without the values that redact policies name.
    pub redacted_text: String,
    /// What was removed, by kind.
    pub redactions: Vec<FoundKind>,
    /// The worst match.
    pub severity: Option<Severity>,
    /// The hold, when it waits.
    pub hold: Option<Hold>,
    /// The approval that was spent.
    pub spent: Option<ApprovalId>,
    /// Evaluation time in microseconds.
    pub took_micros: u64,
    /// W3C trace id.
    pub trace_id: String,
}

/// A call that waits for a human.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// Its place in the queue.
    pub approval: ApprovalId,
    /// Until when a human may decide.
    pub approve_by: OffsetDateTime,
}
