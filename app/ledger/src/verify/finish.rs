use std::io::BufRead;

use super::{
    Check, ProblemCode,
    lines::{Lines, Next},
};
use crate::tree::join;

impl Check<'_> {
    /// Checks the end line, and that nothing follows it.
    pub(super) fn end(&mut self, lines: &mut Lines<impl BufRead>, count: u64, sha256: &str) {
        let line = lines.number();
        if count != line - 1 || sha256 != lines.digest_before() {
            self.findings.add(ProblemCode::DigestMismatch, line, None, "the end line does not fit what stands before it");
        }
        if !matches!(lines.next(), Next::End) {
            self.findings.add(ProblemCode::Trailing, line + 1, None, "something stands behind the end line");
        }
    }

    /// Checks what can only be known after the last line.
    pub(super) fn finish(&mut self) {
        if self.findings.report.records != self.manifest.count {
            self.whole(ProblemCode::CountMismatch, "there are more or fewer records than announced");
        }
        let sets = &self.sets_carried;
        self.findings.report.policy_sets = sets.len() as u64;
        self.findings.report.policy_sets_bound = sets.iter().flatten().filter(|digest| self.sets_named.contains(*digest)).count() as u64;
        if self.findings.report.policy_sets != self.manifest.policy_sets {
            self.whole(ProblemCode::CountMismatch, "there are more or fewer policy sets than announced");
        }
        self.root();
    }

    fn root(&mut self) {
        let Some(head) = &self.head else { return };
        let joined = self.frontier.as_ref().and_then(|frontier| join(frontier, &self.manifest.range_proof.right, head.size));
        match joined {
            None => self.whole(ProblemCode::BadRangeProof, "the records and the proof do not fill the tree"),
            Some(root) if root != head.root => self.whole(ProblemCode::RootMismatch, "the records do not lead to the signed root"),
            Some(_) => {}
        }
    }

    fn whole(&mut self, code: ProblemCode, message: &'static str) {
        self.findings.add(code, 1, None, message);
    }
}
