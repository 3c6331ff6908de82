use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{ProviderView, SsoValues};
use crate::{IdpKind, SetUpLinkId, SetUpLinkState, SsoProtocol};

/// One link by which somebody without an account sets up a connection; never its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUpLinkLine {
    /// Which.
    pub link: SetUpLinkId,
    /// For whom it is.
    pub made_for: String,
    /// The domain whose record the guest may see.
    pub domain: Option<String>,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub created_at: OffsetDateTime,
    /// When it ends by itself.
    pub expires_at: OffsetDateTime,
    /// When the guest last gave the connection a provider.
    pub used_at: Option<OffsetDateTime>,
    /// Whether it opens anything.
    pub state: SetUpLinkState,
}

/// A link on the one occasion that shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedSetUpLink {
    /// Which.
    pub link: SetUpLinkId,
    /// For whom it is.
    pub made_for: String,
    /// The address to send.
    pub url: String,
    /// When it ends by itself.
    pub expires_at: OffsetDateTime,
}

/// What the holder of such a link sees: one connection, and nothing else of the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuestView {
    /// The organisation's name.
    pub org_name: String,
    /// Who made the link.
    pub made_by: String,
    /// Whether it opens anything.
    pub state: SetUpLinkState,
    /// What is to be set up; nothing when the link has ended.
    pub set_up: Option<GuestSetUp>,
}

/// The connection that a guest sets up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuestSetUp {
    /// Its name.
    pub name: String,
    /// How its provider is spoken to.
    pub protocol: SsoProtocol,
    /// Whose provider it is.
    pub kind: IdpKind,
    /// What the provider's console asks for.
    pub ours: SsoValues,
    /// What is known of the provider.
    pub provider: Option<ProviderView>,
    /// The domain to prove, when the link is for one.
    pub domain: Option<GuestDomain>,
    /// When the link ends by itself.
    pub expires_at: OffsetDateTime,
}

/// The domain that a guest proves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuestDomain {
    /// Its name.
    pub domain: String,
    /// Where the TXT record has to be.
    pub record_name: String,
    /// What it has to say.
    pub record_value: String,
    /// When the record was found.
    pub verified_at: Option<OffsetDateTime>,
}
