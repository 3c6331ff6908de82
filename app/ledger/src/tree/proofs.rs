use std::ops::Range;

use super::{Frontier, RangeProof, gather::Gather, plan};
use crate::{Error, Hash, Result};

/// Everything that a bundle proves, in one pass over the leaves: memory grows with the logarithm of
/// the tree, so an export of a million records streams.
#[derive(Debug)]
pub struct ProofBuilder {
    size: u64,
    start: u64,
    whole: Frontier,
    left: Option<Vec<Hash>>,
    right: Gather,
    grown: Gather,
}

/// What the pass found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proofs {
    /// The root over all leaves; it must equal the signed one, or stored leaves were changed.
    pub root: Hash,
    /// The range is complete.
    pub range: RangeProof,
    /// The tree of `since` leaves grew into this one.
    pub consistency: Vec<Hash>,
}

impl ProofBuilder {
    /// Plans for the leaves `range` of a tree of `size` leaves, and for its growth since it had `since`.
    pub fn new(range: &Range<u64>, size: u64, since: Option<u64>) -> Result<Self> {
        let old = since.unwrap_or(0);
        if range.start > range.end || range.end > size || old > size {
            return Err(Error::LeavesMissing);
        }
        let grown = if old == 0 { Vec::new() } else { plan::consistency(old, size) };
        Ok(Self { grown: Gather::new(grown), ..Self::after(Frontier::new(), range, size)? })
    }

    /// Plans for the leaves `range` of a tree of `size` leaves whose begin is known: only the leaves after it are pushed.
    /// Nothing that comes out is more trustworthy than the frontier, so the root has to be compared.
    pub fn after(known: Frontier, range: &Range<u64>, size: u64) -> Result<Self> {
        if known.size() > range.start || range.start > range.end || range.end > size {
            return Err(Error::LeavesMissing);
        }
        let right = Gather::after(known.size(), plan::after(range.end, size));
        let mut begun = Self { size, start: range.start, whole: known, left: None, right, grown: Gather::new(Vec::new()) };
        begun.note_left();
        Ok(begun)
    }

    /// The subtrees before the range are the peaks of the tree that ends where it begins.
    fn note_left(&mut self) {
        if self.whole.size() == self.start {
            self.left = Some(self.whole.peaks().to_vec());
        }
    }

    /// The number of the record whose leaf is pushed next.
    pub const fn next_seq(&self) -> u64 {
        self.whole.next_seq()
    }

    /// Takes the next leaf; all leaves of the tree, from the first unknown one on.
    pub fn push(&mut self, leaf: Hash) {
        self.whole.append(leaf);
        self.note_left();
        self.right.push(leaf);
        self.grown.push(leaf);
    }

    /// The proofs; an error when there were fewer or more leaves than announced.
    pub fn finish(self) -> Result<Proofs> {
        if self.whole.size() != self.size {
            return Err(Error::LeavesMissing);
        }
        let found = (self.left, self.right.finish(), self.grown.finish());
        let (Some(left), Some(right), Some(consistency)) = found else { return Err(Error::LeavesMissing) };
        Ok(Proofs { root: self.whole.root(), range: RangeProof { left, right }, consistency })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{consistency_proof, range_proof, root_of, tree::kit::leaves};

    #[test]
    fn one_pass_finds_what_the_single_proofs_find() -> Result<()> {
        for (from, to, size, since) in [(0, 0, 0, 0), (0, 1, 1, 1), (3, 9, 21, 13), (0, 21, 21, 8), (20, 21, 21, 21), (5, 5, 21, 0)] {
            let leaves = leaves(size);
            let mut builder = ProofBuilder::new(&(from..to), size, Some(since))?;
            leaves.iter().for_each(|leaf| builder.push(*leaf));

            let proofs = builder.finish()?;

            assert_eq!(proofs.root, root_of(&leaves));
            assert_eq!(Some(proofs.range), range_proof(from, to, &leaves));
            assert_eq!(Some(proofs.consistency), consistency_proof(since, &leaves));
        }
        Ok(())
    }

    #[test]
    fn a_known_begin_stands_for_its_leaves() -> Result<()> {
        for size in 1..40 {
            let leaves = leaves(size);
            for known in 0..size {
                let (skipped, rest) = leaves.split_at(usize::try_from(known).unwrap_or(0));
                let mut frontier = Frontier::new();
                skipped.iter().for_each(|leaf| frontier.append(*leaf));
                for index in known..size {
                    let mut builder = ProofBuilder::after(frontier.clone(), &(index..index + 1), size)?;
                    assert_eq!(builder.next_seq(), known + 1);
                    rest.iter().for_each(|leaf| builder.push(*leaf));

                    let proofs = builder.finish()?;

                    assert_eq!(proofs.root, root_of(&leaves));
                    assert_eq!(Some(proofs.range), range_proof(index, index + 1, &leaves), "{index} of {size} after {known}");
                }
            }
        }
        Ok(())
    }

    #[test]
    fn a_known_begin_cannot_reach_into_the_range() {
        let mut frontier = Frontier::new();
        leaves(3).into_iter().for_each(|leaf| frontier.append(leaf));

        assert!(ProofBuilder::after(frontier, &(2..3), 5).is_err());
    }

    #[test]
    fn missing_and_surplus_leaves_are_refused() -> Result<()> {
        for count in [4, 6] {
            let mut builder = ProofBuilder::new(&(1..3), 5, None)?;
            leaves(count).into_iter().for_each(|leaf| builder.push(leaf));
            assert!(matches!(builder.finish(), Err(Error::LeavesMissing)));
        }
        assert!(ProofBuilder::new(&(1..6), 5, None).is_err());
        assert!(ProofBuilder::new(&(1..2), 5, Some(6)).is_err());
        Ok(())
    }
}
