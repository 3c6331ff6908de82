use std::ops::Range;

use super::{Frontier, RangeProof, gather::Gather, plan};
use crate::{Error, Hash, Result};

/// Everything that a bundle proves, in one pass over the leaves: memory grows with the logarithm of
/// the tree, so an export of a million records streams.
#[derive(Debug)]
pub struct ProofBuilder {
    size: u64,
    whole: Frontier,
    left: Gather,
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
        Ok(Self {
            size,
            whole: Frontier::new(),
            left: Gather::new(plan::before(range.start)),
            right: Gather::new(plan::after(range.end, size)),
            grown: Gather::new(grown),
        })
    }

    /// Takes the next leaf; all leaves of the tree, from the first on.
    pub fn push(&mut self, leaf: Hash) {
        self.whole.append(leaf);
        self.left.push(leaf);
        self.right.push(leaf);
        self.grown.push(leaf);
    }

    /// The proofs; an error when there were fewer or more leaves than announced.
    pub fn finish(self) -> Result<Proofs> {
        if self.whole.size() != self.size {
            return Err(Error::LeavesMissing);
        }
        let found = (self.left.finish(), self.right.finish(), self.grown.finish());
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
