use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Frontier, gather::gather, plan, split};
use crate::{Hash, node_hash};

/// Proves that a run of leaves is complete and stands where it says: nothing left out, added or moved.
/// The hashes are the subtrees to its left and to its right, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RangeProof {
    /// The full subtrees that cover the leaves before the range, largest first.
    pub left: Vec<Hash>,
    /// The fewest nodes that cover the leaves after the range.
    pub right: Vec<Hash>,
}

/// Proves the leaves `from..to`; `None` when the tree does not have them.
pub fn range_proof(from: u64, to: u64, leaves: &[Hash]) -> Option<RangeProof> {
    let size = leaves.len() as u64;
    if from > to || to > size {
        return None;
    }
    let left = gather(plan::before(from), leaves)?;
    let right = gather(plan::after(to, size), leaves)?;
    Some(RangeProof { left, right })
}

/// Checks that `leaves` are exactly the leaves from index `from` on in the tree of `size` leaves.
/// Size and root must come from one signed checkpoint: trees of several sizes can share a shape.
pub fn verify_range(from: u64, leaves: &[Hash], size: u64, proof: &RangeProof, root: &Hash) -> bool {
    let Some(mut frontier) = Frontier::from_peaks(from, proof.left.clone()) else { return false };
    leaves.iter().for_each(|leaf| frontier.append(*leaf));
    join(&frontier, &proof.right, size).is_some_and(|joined| joined == *root)
}

/// The root of a tree of `size` leaves that begins with what the frontier holds and goes on with
/// the nodes in `right`; `None` when they do not fill it exactly.
pub(crate) fn join(frontier: &Frontier, right: &[Hash], size: u64) -> Option<Hash> {
    if frontier.size() > size || right.len() != plan::after(frontier.size(), size).len() {
        return None;
    }
    if frontier.size() == size {
        return Some(frontier.root());
    }
    let mut parts = frontier.peaks().iter().chain(right).copied();
    join_node(0..size, frontier.size(), &mut parts)
}

/// The first nodes on the way down that lie wholly before or after the border are exactly the parts.
fn join_node(node: Range<u64>, border: u64, parts: &mut impl Iterator<Item = Hash>) -> Option<Hash> {
    if node.end <= border || border <= node.start {
        return parts.next();
    }
    let middle = node.start + split(node.end - node.start);
    let left = join_node(node.start..middle, border, parts)?;
    let right = join_node(middle..node.end, border, parts)?;
    Some(node_hash(&left, &right))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        root_of,
        tree::kit::{leaves, spoiled},
    };

    fn slice(leaves: &[Hash], from: u64, to: u64) -> &[Hash] {
        &leaves[usize::try_from(from).unwrap_or(0)..usize::try_from(to).unwrap_or(0)]
    }

    #[test]
    fn every_range_of_every_small_tree_verifies() {
        for size in 0..20 {
            let leaves = leaves(size);
            let root = root_of(&leaves);
            for from in 0..=size {
                for to in from..=size {
                    let proof = range_proof(from, to, &leaves).unwrap_or_default();
                    assert!(verify_range(from, slice(&leaves, from, to), size, &proof, &root), "{from}..{to} of {size}");
                }
            }
        }
    }

    #[test]
    fn there_is_no_proof_of_what_is_not_there() {
        assert_eq!(range_proof(2, 1, &leaves(3)), None);
        assert_eq!(range_proof(2, 4, &leaves(3)), None);
        let proof = RangeProof::default();
        assert!(!verify_range(u64::MAX, &leaves(1), u64::MAX, &proof, &Hash::of_empty_tree()));
        assert!(!verify_range(0, &leaves(2), 1, &proof, &root_of(&leaves(2))));
    }

    proptest! {
        #[test]
        fn nothing_can_be_left_out_added_moved_or_changed(
            (size, from, to) in (1_u64..150).prop_flat_map(|n| (Just(n), 0..n)).prop_flat_map(|(n, a)| (Just(n), Just(a), a + 1..=n)),
            at in any::<usize>(),
        ) {
            let leaves = leaves(size);
            let root = root_of(&leaves);
            let range = slice(&leaves, from, to).to_vec();
            let proof = range_proof(from, to, &leaves).unwrap_or_default();
            let at = at % range.len();

            prop_assert!(verify_range(from, &range, size, &proof, &root));
            let mut wrong = range.clone();
            wrong.remove(at);
            prop_assert!(!verify_range(from, &wrong, size, &proof, &root), "left out");
            wrong = range.clone();
            wrong.insert(at, root);
            prop_assert!(!verify_range(from, &wrong, size, &proof, &root), "added");
            wrong = range.clone();
            wrong[at] = spoiled(wrong[at]);
            prop_assert!(!verify_range(from, &wrong, size, &proof, &root), "changed");
            if range.len() > 1 {
                wrong = range.clone();
                wrong.rotate_left(1);
                prop_assert!(!verify_range(from, &wrong, size, &proof, &root), "moved");
            }
            prop_assert!(!verify_range(from, &range, size, &proof, &spoiled(root)), "other root");
            prop_assert!(!verify_range(from + 1, &range, size, &proof, &root), "other place");
            for side in 0..2 {
                let mut wrong = proof.clone();
                let hashes = if side == 0 { &mut wrong.left } else { &mut wrong.right };
                if let Some(first) = hashes.first_mut() {
                    *first = spoiled(*first);
                    prop_assert!(!verify_range(from, &range, size, &wrong, &root), "spoiled proof");
                }
                let mut longer = proof.clone();
                if side == 0 { longer.left.push(root) } else { longer.right.push(root) }
                prop_assert!(!verify_range(from, &range, size, &longer, &root), "longer proof");
            }
        }
    }
}
