use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// Access of those who run the platform to an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffAccessView {
    /// What was asked for, newest first.
    pub accesses: Vec<StaffAccessLine>,
    /// Every look that was taken, newest first.
    pub looks: Vec<StaffLook>,
}

/// How an access stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StaffAccessState {
    /// Waits for an answer.
    Asked,
    /// The operator may look now.
    Granted,
    /// It was refused.
    Refused,
    /// Its time is over, or it was ended.
    Over,
}

/// What an operator asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffAccessLine {
    /// Its id.
    pub id: String,
    /// Who asks.
    pub operator: String,
    /// Why.
    pub reason: String,
    /// For how long.
    pub minutes: u32,
    /// When it was asked.
    #[serde(with = "time::serde::rfc3339")]
    pub asked_at: OffsetDateTime,
    /// How it stands.
    pub state: StaffAccessState,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When.
    #[serde(with = "time::serde::rfc3339::option")]
    pub decided_at: Option<OffsetDateTime>,
    /// When it is over, or was.
    #[serde(with = "time::serde::rfc3339::option")]
    pub ends_at: Option<OffsetDateTime>,
}

/// One look that an operator took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffLook {
    /// The number of its record.
    pub seq: u64,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// Who.
    pub operator: String,
}
