//! SAML 2.0, the web browser profile: a redirect or a form to the provider, a signed response back by form.

mod address;
mod attributes;
mod metadata;
mod request;
mod response;
mod sp_key;
mod sp_metadata;
#[cfg(test)]
pub(crate) mod tests;

pub use address::ServiceProvider;
pub(crate) use attributes::groups;
pub use attributes::{EMAIL_ATTRIBUTES, GROUP_ATTRIBUTES, Subject};
pub use metadata::{IdentityProvider, MetadataFault, read_metadata};
pub use request::{Outgoing, PostForm, begin};
pub use response::{Answer, Assertion, verify};
pub use sp_key::SpKey;
pub use sp_metadata::sp_metadata;
