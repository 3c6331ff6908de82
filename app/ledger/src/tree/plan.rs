//! Which subtrees a proof is made of, as ranges of leaves in the order of the proof.

use std::ops::Range;

use super::split;

/// RFC 6962 section 2.1.1: the siblings on the way from a leaf to the root.
pub(super) fn inclusion(index: u64, size: u64) -> Vec<Range<u64>> {
    let mut siblings = Vec::new();
    let mut node = 0..size;
    while node.end - node.start > 1 {
        let middle = node.start + split(node.end - node.start);
        if index < middle {
            siblings.push(middle..node.end);
            node.end = middle;
        } else {
            siblings.push(node.start..middle);
            node.start = middle;
        }
    }
    siblings.reverse();
    siblings
}

/// RFC 6962 section 2.1.2, for `0 < old <= size`: what both trees can be put together from.
pub(super) fn consistency(old: u64, size: u64) -> Vec<Range<u64>> {
    let mut parts = Vec::new();
    let mut node = 0..size;
    while node.end != old {
        let middle = node.start + split(node.end - node.start);
        if old <= middle {
            parts.push(middle..node.end);
            node.end = middle;
        } else {
            parts.push(node.start..middle);
            node.start = middle;
        }
    }
    // The old root itself is known to whoever checks, unless it is only a part of the old tree.
    if node.start > 0 {
        parts.push(node);
    }
    parts.reverse();
    parts
}

/// The full subtrees that cover the first `count` leaves, left to right.
pub(super) fn before(count: u64) -> Vec<Range<u64>> {
    let mut start = 0;
    let bits = (0..u64::BITS).rev().map(|bit| 1_u64 << bit).filter(|bit| count & bit != 0);
    bits.map(|length| {
        start += length;
        start - length..start
    })
    .collect()
}

/// The fewest nodes of a tree of `size` leaves that cover everything from leaf `from` on, left to right.
pub(super) fn after(from: u64, size: u64) -> Vec<Range<u64>> {
    let mut parts = Vec::new();
    let mut node = 0..size;
    while node.start < from && from < node.end {
        let middle = node.start + split(node.end - node.start);
        if from <= middle {
            parts.push(middle..node.end);
            node.end = middle;
        } else {
            node.start = middle;
        }
    }
    if from <= node.start && node.start < node.end {
        parts.push(node);
    }
    parts.reverse();
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(plan: &[Range<u64>], expected: &str) {
        let shown: Vec<_> = plan.iter().map(|range| format!("{range:?}")).collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn ranges_of_small_trees() {
        check(&inclusion(2, 7), "3..4 0..2 4..7");
        check(&consistency(3, 7), "2..3 3..4 0..2 4..7");
        check(&consistency(4, 7), "4..7");
        check(&consistency(6, 7), "4..6 6..7 0..4");
        check(&consistency(7, 7), "");
        check(&before(7), "0..4 4..6 6..7");
        check(&after(4, 7), "4..7");
        check(&after(1, 7), "1..2 2..4 4..7");
        check(&after(5, 7), "5..6 6..7");
        check(&after(0, 7), "0..7");
        check(&after(7, 7), "");
        check(&after(0, 0), "");
    }

    #[test]
    fn before_and_after_cover_everything_else_exactly_once() {
        for size in 0..70 {
            for from in 0..=size {
                let parts = [before(from), after(from, size)].concat();
                assert!(parts.iter().all(|part| part.start < part.end), "{from} of {size}");
                assert_eq!(parts.first().map_or(0, |part| part.start), 0, "{from} of {size}");
                assert_eq!(parts.last().map_or(0, |part| part.end), size, "{from} of {size}");
                assert!(parts.windows(2).all(|pair| pair[0].end == pair[1].start), "{from} of {size}");
            }
        }
    }
}
