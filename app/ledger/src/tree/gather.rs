use std::ops::Range;

use super::Frontier;
use crate::Hash;

/// Hashes chosen, disjoint subtrees in one pass over the leaves; holds one frontier, not the leaves.
#[derive(Debug)]
pub(super) struct Gather {
    /// The subtree and its place in the proof; the next one is last.
    wanted: Vec<(Range<u64>, usize)>,
    found: Vec<(usize, Hash)>,
    current: Frontier,
    at: u64,
}

impl Gather {
    pub(super) fn new(plan: Vec<Range<u64>>) -> Self {
        Self::after(0, plan)
    }

    /// Takes leaves from number `at` on; no subtree of the plan begins before it.
    pub(super) fn after(at: u64, plan: Vec<Range<u64>>) -> Self {
        let mut wanted: Vec<_> = plan.into_iter().zip(0..).collect();
        wanted.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        Self { wanted, found: Vec::new(), current: Frontier::new(), at }
    }

    pub(super) fn push(&mut self, leaf: Hash) {
        self.at += 1;
        let Some((range, place)) = self.wanted.last() else { return };
        if self.at <= range.start {
            return;
        }
        self.current.append(leaf);
        if self.at == range.end {
            self.found.push((*place, std::mem::take(&mut self.current).root()));
            self.wanted.pop();
        }
    }

    /// The proof; `None` when leaves were missing.
    pub(super) fn finish(mut self) -> Option<Vec<Hash>> {
        self.found.sort_by_key(|(place, _)| *place);
        self.wanted.is_empty().then(|| self.found.into_iter().map(|(_, hash)| hash).collect())
    }
}

/// Hashes the subtrees of a plan out of all leaves.
pub(super) fn gather(plan: Vec<Range<u64>>, leaves: &[Hash]) -> Option<Vec<Hash>> {
    let mut gather = Gather::new(plan);
    leaves.iter().for_each(|leaf| gather.push(*leaf));
    gather.finish()
}
