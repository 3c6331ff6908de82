//! The Merkle tree of RFC 6962 and RFC 9162, and proofs over it.
//!
//! Every proof is a list of subtree roots. `plan` says which subtrees, `gather` hashes them in one pass
//! over the leaves, and the `verify_*` functions put them together again.

mod consistency;
mod frontier;
mod gather;
mod inclusion;
mod plan;
mod proofs;
mod range;
mod root;

pub use consistency::{consistency_proof, verify_consistency};
pub use frontier::Frontier;
pub use inclusion::{inclusion_proof, verify_inclusion};
pub use proofs::{ProofBuilder, Proofs};
pub(crate) use range::join;
pub use range::{RangeProof, range_proof, verify_range};
pub use root::root_of;

/// The largest power of two below `size`, where RFC 6962 splits a tree of two or more leaves.
fn split(size: u64) -> u64 {
    match size {
        0..=2 => 1,
        _ => 1 << (u64::BITS - 1 - (size - 1).leading_zeros()),
    }
}

#[cfg(test)]
mod kit {
    use crate::{Hash, leaf_hash};

    /// The eight leaves that implementations of Certificate Transparency test with.
    pub(super) fn known_leaves() -> Vec<Hash> {
        let entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        entries.iter().filter_map(|entry| hex::decode(entry).ok()).map(|entry| leaf_hash(&entry)).collect()
    }

    /// Leaves that differ from each other.
    pub(super) fn leaves(count: u64) -> Vec<Hash> {
        (0..count).map(|n| leaf_hash(&n.to_be_bytes())).collect()
    }

    /// Reads hashes from hex.
    pub(super) fn hashes(texts: &[&str]) -> Vec<Hash> {
        texts.iter().filter_map(|text| hex::decode(text).ok()).filter_map(|bytes| Hash::try_from(bytes.as_slice()).ok()).collect()
    }

    /// One bit turned.
    pub(super) fn spoiled(hash: Hash) -> Hash {
        let mut bytes = hash.0;
        bytes[7] ^= 0x10;
        Hash(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn splits_at_the_largest_smaller_power_of_two() {
        for (size, expected) in [(2, 1), (3, 2), (4, 2), (5, 4), (8, 4), (9, 8), (1 << 40, 1 << 39), ((1 << 40) + 1, 1 << 40)] {
            assert_eq!(split(size), expected, "{size}");
        }
    }
}
