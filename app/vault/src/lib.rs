//! Secrets as a type, envelope encryption, and keys that sign.
//!
//! What it is for: [`Secret`] wraps whatever must not be printed; [`Vault`] seals small values under a data key of their
//! own, bound to one organisation and record; [`signing`] and [`api_key`] make and check Ed25519 signatures; [`token`]
//! authenticates short texts that travel through a caller's hands.
//!
//! Must not know: HTTP, SQL, permissions, the time of day (it is an argument), or which key service a deployment uses
//! (that is a [`KeyProvider`]). Randomness is an argument where a caller keeps the result; sealing asks the system.
//!
//! To add a key service: implement [`KeyProvider`] in a crate of its own; [`LocalKey`] is the example. To add a kind of
//! signed thing: a new [`signing::Purpose`], so that its keys cannot be used for another kind. Every new type that holds
//! a secret joins the list in `tests/canary.rs`.

pub mod api_key;
mod cipher;
mod context;
mod envelope;
mod error;
mod keyed_hash;
mod local_key;
mod provider;
mod sealed;
mod secret;
mod secret_setting;
pub mod signing;
pub mod token;
pub mod user_token;

pub use context::Context;
pub use envelope::Vault;
pub use error::{Error, KeyFileFault, Result};
pub use local_key::LocalKey;
pub use provider::{DataKey, KeyFuture, KeyProvider, NewDataKey};
pub use sealed::Sealed;
pub use secret::{Secret, SecretBytes, SecretString};
pub use secret_setting::{NoReference, SecretReference, SecretSetting};
