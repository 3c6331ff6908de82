use serde::{Deserialize, Serialize};

use crate::{Action, Severity};

/// Policies that get in each other's way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictsView {
    /// Each pair.
    pub conflicts: Vec<ConflictLine>,
    /// How many policies were compared.
    pub compared: usize,
}

/// Two policies that get in each other's way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictLine {
    /// `duplicate`, `contradictory_actions` or `shadowed`.
    pub kind: String,
    /// The id and the name of the one that decides.
    pub winner: (String, String),
    /// The id and the name of the other one.
    pub loser: (String, String),
    /// In words.
    pub description: String,
    /// How much it matters to whoever wrote them.
    pub severity: Severity,
}

/// What one policy says to some calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImpactView {
    /// Each call, in order: what it says, and the action of the match if the policy matches.
    pub lines: Vec<(String, Option<Action>)>,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}
