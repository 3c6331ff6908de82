use super::{gather::gather, plan};
use crate::{Hash, node_hash};

/// Proves that the leaf with this index is in the tree of all leaves; `None` when there is no such leaf.
pub fn inclusion_proof(index: u64, leaves: &[Hash]) -> Option<Vec<Hash>> {
    let size = leaves.len() as u64;
    (index < size).then(|| gather(plan::inclusion(index, size), leaves))?
}

/// Checks an inclusion proof, RFC 9162 section 2.1.3.2.
pub fn verify_inclusion(index: u64, size: u64, leaf: &Hash, proof: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut node, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in proof {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            // A node without a right neighbour has no sibling on this level: climb to the one that has.
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        root_of,
        tree::kit::{hashes, known_leaves, leaves, spoiled},
    };

    fn check_known(index: u64, size: usize, expected: &[&str]) {
        let leaves = &known_leaves()[..size];

        let proof = inclusion_proof(index, leaves);

        assert_eq!(proof, Some(hashes(expected)), "{index} of {size}");
    }

    #[test]
    fn known_paths() {
        check_known(0, 1, &[]);
        check_known(
            0,
            8,
            &[
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        );
        check_known(
            5,
            8,
            &[
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        );
        check_known(2, 3, &["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]);
    }

    #[test]
    fn there_is_no_proof_of_what_is_not_there() {
        assert_eq!(inclusion_proof(0, &[]), None);
        assert_eq!(inclusion_proof(3, &leaves(3)), None);
        let leaf = leaves(1)[0];
        assert!(!verify_inclusion(0, 0, &leaf, &[], &leaf));
        assert!(!verify_inclusion(1, 1, &leaf, &[], &leaf));
    }

    proptest! {
        #[test]
        fn proofs_verify_and_spoiled_ones_do_not((size, index) in (1_u64..200).prop_flat_map(|size| (Just(size), 0..size)), at in any::<usize>()) {
            let leaves = leaves(size);
            let root = root_of(&leaves);
            let leaf = leaves[usize::try_from(index).unwrap_or(0)];
            let proof = inclusion_proof(index, &leaves).unwrap_or_default();

            prop_assert!(verify_inclusion(index, size, &leaf, &proof, &root));
            prop_assert!(!verify_inclusion(index, size, &spoiled(leaf), &proof, &root));
            prop_assert!(!verify_inclusion(index, size, &leaf, &proof, &spoiled(root)));
            prop_assert!(!verify_inclusion(index, size, &leaf, &[&proof[..], &[root]].concat(), &root));
            if !proof.is_empty() {
                let mut wrong = proof.clone();
                let at = at % wrong.len();
                wrong[at] = spoiled(wrong[at]);
                prop_assert!(!verify_inclusion(index, size, &leaf, &wrong, &root));
                prop_assert!(!verify_inclusion(index, size, &leaf, &proof[1..], &root));
                prop_assert!(!verify_inclusion((index + 1) % size, size, &leaf, &proof, &root));
            }
        }
    }
}
