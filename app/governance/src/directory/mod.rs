//! Directory sync (SCIM 2.0, TC-80): an identity provider says who works here and in which groups they are.

mod authenticate;
mod events;
pub mod groups;
pub mod mapping;
mod membership;
mod overview;
mod people;
mod query;
pub mod safety;
mod search;
pub mod tokens;
pub mod users;

use std::sync::LazyLock;

use scim::{HttpVersion, Problem, Schemas};
use serde_json::{Map, Value};

pub use authenticate::{DirectoryCaller, authenticate};
pub use events::{Call, events, note};
pub use membership::settle_waiting;
pub use overview::overview;
pub use people::people;
pub use query::Query;
pub use search::search;
pub use store::directory::events::EventRow;

use crate::Governance;

static SCHEMAS: LazyLock<scim::Result<Schemas>> = LazyLock::new(Schemas::load);

/// What is served.
pub fn schemas() -> scim::Result<&'static Schemas> {
    SCHEMAS.as_ref().map_err(Clone::clone)
}

/// The address that directories are given, of this server.
pub fn base_url(gov: &Governance) -> String {
    base_url_at(&gov.parts.settings.public_url)
}

/// The same of a server that is reached at an address.
pub fn base_url_at(public_url: &str) -> String {
    format!("{}/scim/v2", public_url.trim_end_matches('/'))
}

/// A resource after a call.
#[derive(Debug)]
pub struct Shown {
    /// What the answer shows.
    pub resource: Map<String, Value>,
    /// Where it is.
    pub location: String,
    /// Its entity tag.
    pub entity_tag: HttpVersion,
    /// What came of the call, in words, for the log of calls.
    pub detail: String,
}

fn not_found() -> scim::Error {
    Problem::NotFound.because("There is no such resource.")
}

fn stale() -> scim::Error {
    Problem::PreconditionFailed.because("The resource was changed by somebody else.")
}

/// What went wrong elsewhere in this room, as a directory is told; what is broken on our side is for the log alone.
impl From<crate::Error> for scim::Error {
    fn from(error: crate::Error) -> Self {
        match error {
            crate::Error::NotFound => not_found(),
            crate::Error::TooMany { retry_after_seconds } => {
                Problem::TooOften { retry_after_seconds }.because("Too many requests. Try again shortly.")
            }
            crate::Error::Conflict(text) => Problem::Uniqueness.because(text),
            crate::Error::Refused(text) | crate::Error::PlanNeeded(text) => Problem::Forbidden.because(text),
            crate::Error::Unauthenticated(text) => Problem::Unauthorized.because(text),
            crate::Error::KeyRefused(refusal) => Problem::Unauthorized.because(refusal.to_string()),
            crate::Error::Invalid(error) => Problem::InvalidValue.because(error.to_string()),
            crate::Error::Unavailable(_) | crate::Error::Broken(_) => {
                tracing::error!(error = &error as &dyn std::error::Error, "a directory's call failed");
                Problem::Internal.because("Temporarily unavailable. Try again shortly.")
            }
        }
    }
}
