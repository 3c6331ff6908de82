use std::pin::Pin;

use crate::{Context, Result, Secret};

/// The key of exactly one sealed value, in clear; gone when dropped.
pub type DataKey = Secret<[u8; 32]>;

/// The answer of a key service, which may need the network.
pub type KeyFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// A fresh data key in both forms.
#[derive(Debug)]
pub struct NewDataKey {
    /// For encrypting now; never stored.
    pub plaintext: DataKey,
    /// For storing beside the ciphertext; only the provider can unwrap it, and only under the same context.
    pub wrapped: Vec<u8>,
}

/// Whoever holds the key that wraps data keys: a key service, or a local file.
pub trait KeyProvider: Send + Sync {
    /// Names the wrapping key; it is stored with each value, so that a later reader knows whom to ask.
    fn key_id(&self) -> &str;

    /// Makes a data key that can be unwrapped only under `context`.
    fn generate_data_key<'a>(&'a self, context: &'a Context) -> KeyFuture<'a, NewDataKey>;

    /// Unwraps a data key; fails with [`crate::Error::CannotOpen`] under any other context.
    fn unwrap_data_key<'a>(&'a self, wrapped: &'a [u8], context: &'a Context) -> KeyFuture<'a, DataKey>;
}
