use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::CheckedStep;
use crate::{ConnectionId, PersonId, SignInMethod, SignInOutcome};

/// One line of the sign-in log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInLine {
    /// What the person may tell.
    pub code: String,
    /// When.
    pub at: OffsetDateTime,
    /// By what.
    pub method: SignInMethod,
    /// By which connection, when a provider spoke.
    pub connection: Option<ConnectionId>,
    /// Its name.
    pub connection_name: Option<String>,
    /// What became of it.
    pub outcome: SignInOutcome,
    /// Why it was refused, in a word.
    pub refusal: Option<String>,
    /// Why it was refused, for an administrator.
    pub sentence: Option<String>,
    /// Whose sign-in it was, when it was a member's.
    pub person: Option<PersonId>,
    /// The address that a provider stated, or that the person signs in with.
    pub email: Option<String>,
    /// What the provider calls the person.
    pub subject: Option<String>,
    /// The network address.
    pub ip: Option<String>,
    /// The browser, as it calls itself.
    pub user_agent: Option<String>,
    /// What was checked of a provider's answer, in order.
    pub steps: Vec<CheckedStep>,
}

/// Which lines of the sign-in log, as a form or a call states it; what is empty does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInQuery {
    /// A support code, in whatever case it was typed.
    pub code: String,
    /// A word of [`SignInMethod`].
    pub method: String,
    /// A word of [`SignInOutcome`].
    pub outcome: String,
    /// A person's id, or part of an address.
    pub person: String,
    /// A connection's id.
    pub connection: String,
}

impl SignInQuery {
    /// Whether it leaves anything out.
    pub fn is_narrow(&self) -> bool {
        [&self.code, &self.method, &self.outcome, &self.person, &self.connection].iter().any(|text| !text.is_empty())
    }
}
