//! Secrets that the configuration only points at: reading them, and following them while the service runs.
//!
//! What this module is for: one way to read a [`vault::SecretSetting`], and the database logins that are exchanged under a
//! running service. Must not know: what a secret is for. To follow another secret: a field in [`Followed`].

mod follow;
mod logins;
mod reader;

pub use follow::{Followed, keep_current};
pub use logins::{Logins, logins};
pub use reader::{SecretReader, Unreadable};
