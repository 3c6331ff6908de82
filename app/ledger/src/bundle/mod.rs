//! The evidence bundle: JSON Lines that prove themselves offline.
//!
//! The first line is the manifest, then one line per record in order, then the policy sets that the
//! records name, then the end line. The signed checkpoint is the only thing that is signed; everything
//! else hangs on it by hashes.

mod line;
mod policy_set;
mod write;

pub(crate) use line::{Body, Line, ManifestLine, PersonalEntry, RawLine};
pub use policy_set::policy_set_digest;
pub use write::{BundleWriter, Manifest};

/// The format that every bundle names.
pub(crate) const BUNDLE_VERSION: &str = "axonflow.bundle/1";
