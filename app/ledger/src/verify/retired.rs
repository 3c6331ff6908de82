use super::{Check, ProblemCode};
use crate::Hash;

impl Check<'_> {
    /// Takes a leaf whose body is gone. The deed that retired it must come later, and if it is in this
    /// bundle with its body, it must say so.
    pub(super) fn retired(&mut self, line: u64, leaf: Hash, by: u64) {
        let seq = self.expected_seq;
        // A retirement deed may itself be retired later; then only its leaf can be shown.
        self.retiring.remove(&seq);
        let tree_size = self.head.as_ref().map_or(u64::MAX, |head| head.size);
        if by <= seq || by > tree_size {
            self.findings.add(
                ProblemCode::BadRetirement,
                line,
                Some(seq),
                "the body is said to be retired by a record that cannot have done it",
            );
        } else {
            self.retiring.insert(by);
        }
        self.findings.report.retired += 1;
        self.count(leaf);
    }
}
