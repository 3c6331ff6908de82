use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{Verdict, views::ApprovalLine};

/// The home page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeView {
    /// Decisions of the last 24 hours by verdict, one series each, hour by hour, oldest first.
    pub series: Vec<VerdictSeries>,
    /// Start of the first hour of the series.
    #[serde(with = "time::serde::rfc3339")]
    pub series_from: OffsetDateTime,
    /// Decisions since midnight UTC.
    pub decisions_today: u64,
    /// Held calls that wait, most urgent first, at most five.
    pub waiting: Vec<ApprovalLine>,
    /// How many wait in all.
    pub waiting_total: u64,
    /// What is left to do before production.
    pub steps: Vec<SetupStep>,
    /// For the snippet.
    pub first_call: FirstCall,
    /// Records in the ledger.
    pub ledger_size: u64,
    /// Size of the newest signed checkpoint.
    pub checkpoint_size: Option<u64>,
}

/// Decisions of one verdict over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictSeries {
    /// Which verdict.
    pub verdict: Verdict,
    /// One count per hour, 24 of them.
    pub hours: Vec<u64>,
    /// Their sum.
    pub total: u64,
}

/// A step towards production; each is computed, none is ticked by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetupStep {
    /// What to do.
    pub title: String,
    /// Why.
    pub why: String,
    /// Where.
    pub href: String,
    /// Whether it is done.
    pub done: bool,
}

/// What the first-call snippet needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstCall {
    /// The address that SDKs use.
    pub endpoint: String,
    /// A client id of this organisation, when it has one.
    pub client_id: Option<String>,
    /// When the last governed call came in.
    #[serde(with = "time::serde::rfc3339::option")]
    pub last_call_at: Option<OffsetDateTime>,
}
