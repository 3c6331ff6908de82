//! A person's own account, and the way from a session into an organisation.
//!
//! A person is global, so what they do to their account is recorded in the first of their organisations, by name.

mod confirm;
mod enter;
pub(crate) mod factor;
mod once;
pub(crate) mod own_deed;
pub(crate) mod passkeys;
mod password;
mod provisioned;
mod sessions;
mod view;

pub use confirm::{confirm, confirm_by_passkey, start_confirm_by_passkey};
pub use enter::{Entered, enter, viewer};
pub use factor::{confirm_totp, new_recovery_codes, start_totp};
pub use once::spend_once;
pub use passkeys::{add_passkey, remove_passkey, start_passkey};
pub use password::change_password;
pub use provisioned::enrol_provisioned;
pub use sessions::{end_other_sessions, end_session, sign_out};
// The edge names a scope in its signatures and has no other business with the store.
pub use store::OrgScope;
pub use view::view;
