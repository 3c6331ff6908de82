//! SAML 2.0, the web browser profile: a redirect or a form to the provider, a signed response back by form. And single log-out,
//! both ways, by redirect and by form.

mod address;
mod attributes;
mod log_out;
mod metadata;
mod outgoing;
mod provider_session;
mod request;
mod response;
mod sp_key;
mod sp_metadata;
#[cfg(test)]
pub(crate) mod tests;

pub use address::ServiceProvider;
pub(crate) use attributes::groups;
pub use attributes::{EMAIL_ATTRIBUTES, GROUP_ATTRIBUTES, Subject};
pub use log_out::{AskedOut, Carried, Incoming, answer_log_out, begin_log_out, read_log_out, read_log_out_answer};
pub use metadata::{IdentityProvider, LogOutPlace, MetadataFault, read_metadata};
pub use outgoing::{Outgoing, PostForm, RequestFault};
pub use provider_session::ProviderSession;
pub use request::begin;
pub use response::{Answer, Assertion, verify};
pub use sp_key::SpKey;
pub use sp_metadata::sp_metadata;

/// A message in an address.
const REDIRECT: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
/// A message in a form.
const POST: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
