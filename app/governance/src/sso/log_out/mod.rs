//! Signing out at a provider too, and a provider that signs somebody out here.
//!
//! Whoever signs out here is signed out here, whatever a provider answers: the session has ended before anybody is sent anywhere.

mod answered;
mod asked;
mod at_provider;
mod origin;
mod way_out;

pub use answered::{logged_out_by_oidc, logged_out_by_saml};
pub use asked::{EndedThere, end_by_provider};
pub use at_provider::log_out_at_provider;
pub(super) use origin::AtProvider;
pub use origin::Origin;
pub use way_out::{WayOut, way_out};

use sso::saml::Carried;

/// A SAML message about signing out, as a browser brought it.
#[derive(Debug, Clone)]
pub enum LogOutMessage {
    /// In an address: the whole query, exactly as it was sent.
    Query(String),
    /// In a form: the field of the message.
    Form(String),
}

impl LogOutMessage {
    fn carried(&self) -> Carried<'_> {
        match self {
            Self::Query(query) => Carried::Query(query),
            Self::Form(message) => Carried::Form(message),
        }
    }
}
