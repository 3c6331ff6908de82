//! The proof: canonical records, salted commitments, the RFC 6962 tree, signed checkpoints, and
//! evidence bundles that anyone can verify offline.
//!
//! Must not know: the clock, randomness, the database, the network, who may do what. Times, salts and
//! keys are arguments; readers and writers are traits. A record of an organisation has a number, `seq`,
//! that starts at 1; its leaf has the index `seq - 1`, so a tree of size `n` holds the records 1 to `n`.
//!
//! To add a field to the record: a new `VERSION` in `seal.rs`, which both verifiers must learn, this
//! one and `e2e/verify_bundle.py`. To add a line to the bundle: `bundle/line.rs`, then `verify/`, then
//! the Python one. Each new way to tamper gets a case in `tests/it/mutations.rs`, which runs both.

mod actor;
mod bundle;
mod canonical;
mod checkpoint;
mod deed;
mod error;
mod hash;
mod note;
mod personal;
mod seal;
mod tree;
mod verify;
mod vkey;

pub use actor::Actor;
pub use bundle::{BundleWriter, Manifest, policy_set_digest};
pub use checkpoint::{Checkpoint, add_signature, origin_of, parse_and_verify, sign};
pub use deed::Deed;
pub use error::{Error, Result};
pub use hash::{Hash, leaf_hash, node_hash};
pub use personal::{PersonalValue, commitment};
pub use seal::{Place, Record, Sealed, VERSION, seal};
pub use tree::{
    Frontier, ProofBuilder, Proofs, RangeProof, consistency_proof, inclusion_proof, range_proof, root_of, verify_consistency,
    verify_inclusion, verify_range,
};
pub use verify::{Problem, ProblemCode, Report, VerifyOptions, verify};
pub use vkey::VerifierKey;
