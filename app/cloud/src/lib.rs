//! AWS: the key service that wraps data keys, and the store that secrets are read from.
//!
//! What it is for: [`KmsKeys`] is a [`vault::KeyProvider`] on AWS KMS, [`AwsSecrets`] reads AWS Secrets Manager. It is the
//! only room that names an AWS library, so nothing else waits for one to be built.
//!
//! Must not know: what is sealed or why, the database, HTTP of our own, the time of day (it is asked of a clock).
//!
//! To add a service of AWS: a file with one type over the shared [`Aws`], which already has TLS, credentials and limits of
//! time.

mod aws;
mod cached_keys;
mod fault;
mod key_names;
mod kms;
mod secrets;

pub use aws::{Aws, Patience};
pub use key_names::{BadKeyName, KeyNames};
pub use kms::KmsKeys;
pub use secrets::{AwsSecrets, SecretFault};
