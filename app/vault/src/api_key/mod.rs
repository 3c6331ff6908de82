//! API keys: `AXON-V2-<payload>-<signature>`, signed with Ed25519 and stored only as a digest.
//!
//! A signature that holds says who issued the key, for whom and until when. Whether the key still counts (not revoked,
//! not replaced) is for the stored row to say, which is found by [`VerifiedApiKey::key`] and compared by [`digest_eq`].

mod claims;
mod digest;
mod mint;
mod verify;

pub use digest::{digest, digest_eq};
pub use mint::{ApiKeyIssuer, ApiKeySecret};
pub use verify::{ApiKeyError, ApiKeyVerifier, VerifiedApiKey};

/// What every key starts with; it is part of what is signed.
const PREFIX: &str = "AXON-V2-";
/// Longer texts are refused before any work.
const MAX_CHARS: usize = 1024;
/// 64 bytes in unpadded base64url.
const SIGNATURE_CHARS: usize = 86;
