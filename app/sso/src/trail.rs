use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Refusal;

/// What is checked, in the order in which it is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// SAML: the message is small, plain, and holds one assertion in its place.
    Shape,
    /// SAML: the provider says that the sign-in succeeded.
    Status,
    /// Which provider speaks.
    Issuer,
    /// Who signed, and by which algorithm.
    Signature,
    /// SAML: the message was meant for our address.
    Destination,
    /// It answers a sign-in that was begun here, by this browser.
    Request,
    /// It was made for us and not for another service.
    Audience,
    /// It is valid now.
    Window,
    /// Whom it speaks of.
    Subject,
    /// The e-mail address, which has to be in a domain that the organisation proved to own.
    Email,
    /// Whether there is an account, or one may be made.
    Account,
}

impl Step {
    /// Every step.
    pub const ALL: &'static [Self] = &[
        Self::Shape,
        Self::Status,
        Self::Issuer,
        Self::Signature,
        Self::Destination,
        Self::Request,
        Self::Audience,
        Self::Window,
        Self::Subject,
        Self::Email,
        Self::Account,
    ];

    /// The word in records.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Shape => "shape",
            Self::Status => "status",
            Self::Issuer => "issuer",
            Self::Signature => "signature",
            Self::Destination => "destination",
            Self::Request => "request",
            Self::Audience => "audience",
            Self::Window => "window",
            Self::Subject => "subject",
            Self::Email => "email",
            Self::Account => "account",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|step| step.as_str() == word)
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What was checked and held, and what was found: the list that an administrator reads after a test.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trail {
    held: Vec<(Step, String)>,
}

impl Trail {
    /// A check that held, and what was seen.
    pub fn held(&mut self, step: Step, seen: impl Into<String>) {
        self.held.push((step, seen.into()));
    }

    /// Every check that held.
    pub fn steps(&self) -> &[(Step, String)] {
        &self.held
    }

    /// Ends here.
    pub fn refuse(self, step: Step, why: Refusal) -> Refused {
        Refused { held: self, step, why }
    }
}

/// A refused answer: what held, which check did not, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What held before.
    pub held: Trail,
    /// The check that did not.
    pub step: Step,
    /// Why.
    pub why: Refusal,
}
