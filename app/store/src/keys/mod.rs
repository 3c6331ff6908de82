//! API keys inside their organisation.

mod add;
mod find;
mod life;
mod owners;
mod rotation;
mod rules;
mod secrets;
mod uses;

pub use add::{NewKey, add};
pub use find::{KeyRecord, find, find_by_digest, list, lock_live, names};
pub(crate) use find::{networks, rights};
pub use life::{KeySettings, change, revoke};
pub use owners::{hand_over, holders, lock_owned_by};
pub use rotation::{Rotation, announce_rotation, begin_rotation};
pub use rules::{KeyRules, rules, set_rules};
pub use secrets::{SecretRecord, add_secret, end_older_secrets, end_secrets, secrets};
pub use uses::{KeyUse, UseRecord, note_uses, recent_addresses, uses};
