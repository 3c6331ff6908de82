//! Proves who someone is: passwords, TOTP, passkeys, recovery codes, sessions.
//!
//! Must not know: HTTP, cookies, pages, or what a person may do once known. Hashing is slow on purpose and synchronous:
//! callers move it off the event loop. Time and randomness are arguments.
//!
//! To add a factor: one file with its secret type, a `generate`, a `verify` that says which one-time step was used, and
//! published test vectors below it.

pub mod imported_password;
pub mod passkey;
pub mod password;
pub mod password_rules;
pub mod recovery;
pub mod sessions;
pub mod totp;
