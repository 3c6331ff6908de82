use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// How people get into an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityView {
    /// Everybody needs a second factor, whatever their role.
    pub second_factor_for_all: bool,
    /// From where people may come; from everywhere when empty.
    pub networks: Vec<String>,
    /// A session that nobody used for so long is over, in minutes.
    pub idle_minutes: u32,
    /// A session is over so long after sign-in, in hours.
    pub session_hours: u32,
    /// The link of an invitation is good for so long, in days.
    pub invitation_days: u32,
    /// The address that the reader comes from.
    pub your_address: Option<String>,
}

/// The SDK's way into the portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SdkSignInView {
    /// Who made the password, and when; nothing when there is none.
    pub made: Option<(String, OffsetDateTime)>,
    /// Why the organisation refuses it, whatever it is.
    pub refused_because: Option<String>,
}
