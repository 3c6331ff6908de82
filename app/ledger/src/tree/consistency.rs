use super::{gather::gather, plan};
use crate::{Hash, node_hash};

/// Proves that the tree of the first `old` leaves grew into the tree of all leaves; `None` when `old` is larger.
/// The empty tree and the same tree need no hashes.
pub fn consistency_proof(old: u64, leaves: &[Hash]) -> Option<Vec<Hash>> {
    let size = leaves.len() as u64;
    match old {
        0 => Some(Vec::new()),
        _ => (old <= size).then(|| gather(plan::consistency(old, size), leaves))?,
    }
}

/// Checks a consistency proof, RFC 9162 section 2.1.4.2.
pub fn verify_consistency(old: u64, size: u64, proof: &[Hash], old_root: &Hash, root: &Hash) -> bool {
    match old {
        0 => proof.is_empty() && *old_root == Hash::of_empty_tree() && (size > 0 || root == old_root),
        _ if old == size => proof.is_empty() && old_root == root,
        _ => old < size && grew_into(old, size, proof, old_root, root),
    }
}

fn grew_into(old: u64, size: u64, proof: &[Hash], old_root: &Hash, root: &Hash) -> bool {
    let (mut node, mut last) = (old - 1, size - 1);
    while node & 1 == 1 {
        node >>= 1;
        last >>= 1;
    }
    // A full old tree is itself a node of the new one, and is left out of the proof.
    let mut path = old.is_power_of_two().then_some(old_root).into_iter().chain(proof);
    let Some(seed) = path.next() else { return false };
    let (mut old_hash, mut hash) = (*seed, *seed);
    for part in path {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            old_hash = node_hash(part, &old_hash);
            hash = node_hash(part, &hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, part);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && old_hash == *old_root && hash == *root
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        root_of,
        tree::kit::{hashes, known_leaves, leaves, spoiled},
    };

    fn check_known(old: u64, size: usize, expected: &[&str]) {
        assert_eq!(consistency_proof(old, &known_leaves()[..size]), Some(hashes(expected)), "{old} to {size}");
    }

    #[test]
    fn known_proofs() {
        check_known(1, 1, &[]);
        check_known(
            1,
            8,
            &[
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        );
        check_known(
            6,
            8,
            &[
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        );
        check_known(
            2,
            5,
            &[
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        );
    }

    #[test]
    fn a_tree_never_shrinks() {
        let (old, new) = (root_of(&leaves(5)), root_of(&leaves(3)));

        assert_eq!(consistency_proof(5, &leaves(3)), None);
        assert!(!verify_consistency(5, 3, &[], &old, &new));
        assert!(!verify_consistency(3, 3, &[], &new, &spoiled(new)));
        assert!(verify_consistency(0, 3, &[], &Hash::of_empty_tree(), &new));
        assert!(!verify_consistency(0, 3, &[], &old, &new));
    }

    proptest! {
        #[test]
        fn proofs_verify_and_spoiled_ones_do_not((size, old) in (1_u64..200).prop_flat_map(|size| (Just(size), 1..=size)), at in any::<usize>()) {
            let leaves = leaves(size);
            let root = root_of(&leaves);
            let old_root = root_of(&leaves[..usize::try_from(old).unwrap_or(0)]);
            let proof = consistency_proof(old, &leaves).unwrap_or_default();

            prop_assert!(verify_consistency(old, size, &proof, &old_root, &root));
            prop_assert!(!verify_consistency(old, size, &proof, &spoiled(old_root), &root));
            prop_assert!(!verify_consistency(old, size, &proof, &old_root, &spoiled(root)));
            prop_assert!(!verify_consistency(old, size, &[&proof[..], &[root]].concat(), &old_root, &root));
            if !proof.is_empty() {
                let mut wrong = proof.clone();
                let at = at % wrong.len();
                wrong[at] = spoiled(wrong[at]);
                prop_assert!(!verify_consistency(old, size, &wrong, &old_root, &root));
                prop_assert!(!verify_consistency(old, size, &proof[1..], &old_root, &root));
            }
        }
    }
}
