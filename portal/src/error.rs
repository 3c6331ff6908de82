use std::fmt;

use leptos::{
    prelude::FromServerFnError,
    server_fn::{Bytes, Encodes as _, codec::JsonEncoding, error::ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

/// Why a server function did not do what was asked. It travels to the browser, without scripts even
/// in the address, so no private text may ever be in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "detail", rename_all = "snake_case")]
pub enum PortalError {
    /// Fields of the form that have to change first.
    Fields(Vec<FieldProblem>),
    /// Not allowed; one sentence says why and who can change that.
    Refused(String),
    /// Not there, or not this person's to see: the same answer in both cases.
    NotFound,
    /// Someone was faster; one sentence says what they did.
    Conflict(String),
    /// There is no session, or it has ended.
    SignedOut,
    /// It broke on our side; the request id finds the log line.
    Broken {
        /// What support asks for.
        request_id: String,
    },
}

/// What is wrong with one field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    /// The field's name as the form posts it.
    pub field: String,
    /// What is wrong and what is expected, as a sentence.
    pub problem: String,
}

impl PortalError {
    /// One field has to change.
    pub fn field_problem(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Fields(vec![FieldProblem { field: field.into(), problem: problem.into() }])
    }

    /// What is wrong with `field`, when something is.
    pub fn problem_of(&self, field: &str) -> Option<&str> {
        let Self::Fields(problems) = self else { return None };
        problems.iter().find(|p| p.field == field).map(|p| p.problem.as_str())
    }

    /// The HTTP status of a page that can show nothing but this error.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Fields(_) => 422,
            Self::Refused(_) => 403,
            Self::NotFound => 404,
            Self::Conflict(_) => 409,
            Self::SignedOut => 401,
            Self::Broken { .. } => 500,
        }
    }
}

impl fmt::Display for PortalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fields(problems) => f.write_str(problems.first().map_or("The form has a problem.", |p| &p.problem)),
            Self::Refused(sentence) | Self::Conflict(sentence) => f.write_str(sentence),
            Self::NotFound => f.write_str("Nothing here."),
            Self::SignedOut => f.write_str("Your session has ended. Sign in again."),
            Self::Broken { .. } => f.write_str("Something broke on our side."),
        }
    }
}

impl std::error::Error for PortalError {}

impl FromServerFnError for PortalError {
    type Encoder = JsonEncoding;

    /// The answer to a script carries the status that fits; every error would be a 500 otherwise, and
    /// a mistyped password would count as an outage. A plain form is redirected instead.
    fn ser(&self) -> Bytes {
        if !crate::contexts::is_plain_form() {
            crate::contexts::respond_with(self.status());
        }
        JsonEncoding::encode(self).unwrap_or_default()
    }

    /// Failures of the machinery between browser and server; their texts are for logs, not for people.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => {
                Self::Refused("The form was incomplete. Reload the page and try again.".to_owned())
            }
            ServerFnErrorErr::Request(_) => Self::Refused("The server cannot be reached. What you typed is kept; try again.".to_owned()),
            ServerFnErrorErr::Registration(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_)
            | ServerFnErrorErr::ServerError(_)
            | ServerFnErrorErr::MiddlewareError(_)
            | ServerFnErrorErr::Deserialization(_)
            | ServerFnErrorErr::Serialization(_)
            | ServerFnErrorErr::Response(_) => Self::Broken { request_id: String::new() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_found_by_its_field() {
        let error = PortalError::field_problem("email", "Enter an e-mail address.");

        assert_eq!(error.problem_of("email"), Some("Enter an e-mail address."));
        assert_eq!(error.problem_of("password"), None);
        assert_eq!(PortalError::NotFound.problem_of("email"), None);
    }

    #[test]
    fn machinery_texts_never_reach_people() {
        let error = PortalError::from_server_fn_error(ServerFnErrorErr::ServerError("connection to 10.0.0.7 refused".to_owned()));

        assert!(!error.to_string().contains("10.0.0.7"));
        assert_eq!(error.status(), 500);
    }
}
