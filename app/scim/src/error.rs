use serde_json::{Value, json};
use thiserror::Error;

/// The result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What is wrong, as RFC 7644 section 3.12 tells clients: a status, a `scimType` where there is one, and a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{detail}")]
pub struct Error {
    /// What kind of refusal it is.
    pub problem: Problem,
    /// A sentence for the administrator who reads the directory's log. It never repeats a value that was sent.
    pub detail: String,
}

/// The kinds of refusals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// 400: the filter cannot be read, or asks what cannot be asked.
    InvalidFilter,
    /// 400: the body is not what it should be.
    InvalidSyntax,
    /// 400: the path of a PATCH operation cannot be read.
    InvalidPath,
    /// 400: the path of a PATCH operation names nothing.
    NoTarget,
    /// 400: a value is missing or of the wrong type.
    InvalidValue,
    /// 400: the attribute cannot be changed or removed.
    Mutability,
    /// 400: more would be returned or changed than one request may.
    TooMany,
    /// 401: no token, or not a valid one.
    Unauthorized,
    /// 403: the token may not, or provisioning is paused.
    Forbidden,
    /// 404: there is no such resource here.
    NotFound,
    /// 405: the resource exists and does not do this.
    MethodNotAllowed,
    /// 409: somebody else has this name.
    Uniqueness,
    /// 412: the resource is not the one that the client saw.
    PreconditionFailed,
    /// 413: the body is too large.
    TooLarge,
    /// 429: too many requests.
    TooOften {
        /// When to try again.
        retry_after_seconds: u64,
    },
    /// 501: not offered, and the configuration says so.
    NotImplemented,
    /// 500 or 503: ours.
    Internal,
}

impl Problem {
    /// The HTTP status.
    pub const fn status(self) -> u16 {
        match self {
            Self::InvalidFilter
            | Self::InvalidSyntax
            | Self::InvalidPath
            | Self::NoTarget
            | Self::InvalidValue
            | Self::Mutability
            | Self::TooMany => 400,
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::Uniqueness => 409,
            Self::PreconditionFailed => 412,
            Self::TooLarge => 413,
            Self::TooOften { .. } => 429,
            Self::NotImplemented => 501,
            Self::Internal => 503,
        }
    }

    /// The word of RFC 7644 table 9, where there is one.
    pub const fn scim_type(self) -> Option<&'static str> {
        Some(match self {
            Self::InvalidFilter => "invalidFilter",
            Self::InvalidSyntax => "invalidSyntax",
            Self::InvalidPath => "invalidPath",
            Self::NoTarget => "noTarget",
            Self::InvalidValue => "invalidValue",
            Self::Mutability => "mutability",
            Self::TooMany => "tooMany",
            Self::Uniqueness => "uniqueness",
            Self::Unauthorized
            | Self::Forbidden
            | Self::NotFound
            | Self::MethodNotAllowed
            | Self::PreconditionFailed
            | Self::TooLarge
            | Self::TooOften { .. }
            | Self::NotImplemented
            | Self::Internal => return None,
        })
    }

    /// An error of this kind.
    pub fn because(self, detail: impl Into<String>) -> Error {
        Error { problem: self, detail: detail.into() }
    }
}

impl Error {
    /// The body: `status` is a string (RFC 7644 section 3.12).
    pub fn to_json(&self) -> Value {
        let mut body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
            "status": self.problem.status().to_string(),
            "detail": self.detail,
        });
        if let (Some(word), Some(object)) = (self.problem.scim_type(), body.as_object_mut()) {
            object.insert("scimType".into(), word.into());
        }
        body
    }
}
