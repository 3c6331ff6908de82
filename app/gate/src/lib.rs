//! The HTTP edge that portal and API share: who calls, from where, and whether the browser meant it.
//!
//! Must not know: SQL, which pages exist, what a use case decides. It turns a request into a caller ([`Door`] and
//! [`OrgMember`] for people, the API client for programs) and an error into an answer, and nothing gets past it unnamed.
//! To add a way in: an extractor whose type says what it needs ([`Requires`]), that gets its scope from `governance`.

mod account;
pub mod api_client;
pub mod basic_auth;
pub mod client_address;
pub mod cookies;
mod door;
mod joining;
pub mod json_body;
mod member;
pub mod origin_gate;
mod page_refusal;
mod passkeys;
pub mod problem;
pub mod rate_headers;
pub mod request_facts;
mod requires;
mod reveal;
mod sdk_session;
pub mod security_headers;
pub mod session;
mod sign_in;

pub use api_client::{AnyClient, Anyone, ApiClient, StandardLane};
pub use door::Door;
pub use member::OrgMember;
pub use page_refusal::PageRefusal;
pub use requires::{
    AuditReadAll, ConnectorsRead, Govern, HoldsCreate, HoldsDecide, HoldsRead, KeysRead, KeysWrite, MembersRead, MembersWrite,
    PoliciesEmergency, PoliciesLoosen, PoliciesRead, PoliciesRelease, PoliciesWrite, Requires, SettingsWrite,
};
pub use sdk_session::{SDK_COOKIE, SdkSession};
// Passwords travel through the door as what they are; the portal has no other business with the vault.
pub use vault::SecretString;
