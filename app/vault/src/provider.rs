use std::pin::Pin;

use crate::{Context, Result, Secret};

/// The key of exactly one sealed value, in clear; gone when dropped.
pub type DataKey = Secret<[u8; 32]>;

/// The answer of a key service, which may need the network.
pub type KeyFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// A fresh data key in both forms.
#[derive(Debug)]
pub struct NewDataKey {
    /// Names the key that wrapped it; stored with the value, so that a later reader knows whom to ask.
    pub key_id: String,
    /// For encrypting now; never stored.
    pub plaintext: DataKey,
    /// For storing beside the ciphertext; only the provider can unwrap it, and only under the same context.
    pub wrapped: Vec<u8>,
}

/// Whoever holds the keys that wrap data keys: a key service, or this process.
///
/// A provider that cannot do what is asked says so. It never answers with less: there is no plaintext to fall back to.
pub trait KeyProvider: Send + Sync {
    /// Whether this provider is the one to ask about a value that was sealed under `key_id`.
    fn holds(&self, key_id: &str) -> bool;

    /// The key under which a value of `context` would be sealed now.
    fn current_key_id<'a>(&'a self, context: &'a Context) -> KeyFuture<'a, String>;

    /// Makes a data key that can be unwrapped only under `context`.
    fn generate_data_key<'a>(&'a self, context: &'a Context) -> KeyFuture<'a, NewDataKey>;

    /// Unwraps a data key that `key_id` wrapped; fails with [`crate::Error::CannotOpen`] under any other context.
    fn unwrap_data_key<'a>(&'a self, key_id: &'a str, wrapped: &'a [u8], context: &'a Context) -> KeyFuture<'a, DataKey>;
}
