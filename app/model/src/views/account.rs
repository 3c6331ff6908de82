use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{PasskeyId, SessionId};

/// The account page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// The person's name.
    pub name: String,
    /// The person's e-mail address.
    pub email: String,
    /// Where the second factor stands.
    pub factor: FactorState,
    /// Whether a role of the person needs one.
    pub factor_required: bool,
    /// Passkeys, oldest first.
    pub passkeys: Vec<PasskeyLine>,
    /// Whether passkeys can be used at the address of this server.
    pub passkeys_work_here: bool,
    /// How the person can confirm that it is them, when they last did so too long ago to change how they sign in.
    pub confirm_by: Option<FactorWays>,
    /// Live sessions, newest first.
    pub sessions: Vec<SessionLine>,
}

/// Where the second factor stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum FactorState {
    /// None.
    Off,
    /// Set up and proved.
    On {
        /// Since when.
        #[serde(with = "time::serde::rfc3339")]
        since: OffsetDateTime,
        /// Unspent recovery codes.
        recovery_codes_left: u32,
    },
}

/// One passkey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyLine {
    /// Which.
    pub id: PasskeyId,
    /// What the person calls it.
    pub name: String,
    /// When it was added.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// When it was last used.
    #[serde(with = "time::serde::rfc3339::option")]
    pub last_used_at: Option<OffsetDateTime>,
}

/// By what somebody can prove that it is them, besides the password.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorWays {
    /// A code of an authenticator app.
    pub authenticator: bool,
    /// A passkey.
    pub passkey: bool,
}

impl FactorWays {
    /// Whether there is any.
    pub const fn any(self) -> bool {
        self.authenticator || self.passkey
    }
}

/// One live session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLine {
    /// Its public name.
    pub id: SessionId,
    /// Whether it is the one that looks.
    pub current: bool,
    /// The browser, as it called itself.
    pub user_agent: Option<String>,
    /// The network address it was opened from.
    pub ip: Option<String>,
    /// When it was opened.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// When it was last used, to the minute.
    #[serde(with = "time::serde::rfc3339")]
    pub last_seen_at: OffsetDateTime,
    /// When it ends at the latest.
    #[serde(with = "time::serde::rfc3339")]
    pub ends_at: OffsetDateTime,
}

/// What the enrolment page shows, once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotpSetup {
    /// The secret in base32, for typing.
    pub secret: String,
    /// The `otpauth://` URI, for the QR code.
    pub uri: String,
}

impl std::fmt::Debug for TotpSetup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TotpSetup([secret])")
    }
}

/// Recovery codes on the one page that shows them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryCodes {
    /// The codes, in order.
    pub codes: Vec<String>,
}

impl std::fmt::Debug for RecoveryCodes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCodes([secret])")
    }
}
