use super::{Check, ProblemCode};
use crate::{Checkpoint, Error, VerifierKey, parse_and_verify, verify_consistency};

/// Everything here is about the manifest.
const LINE: u64 = 1;

impl Check<'_> {
    /// Checks the signed checkpoint and those that came before it.
    pub(super) fn head(&mut self) {
        let keys = self.accepted_keys();
        if format!("axonflow/{}", self.manifest.org) != self.manifest.origin {
            self.blame(ProblemCode::OriginMismatch, "the origin is not that of the organisation");
        }
        self.head = self.open(&self.manifest.checkpoint.clone(), &keys);
        self.findings.report.pinned = self.head.is_some() && !self.options.pinned.is_empty();
        self.findings.report.tree_size = self.head.as_ref().map(|head| head.size);
        self.findings.report.checkpoint_at = self.head.as_ref().map(|head| head.at_micros);
        let previous = self.manifest.previous_checkpoint.clone().and_then(|note| self.open(&note, &keys));
        let grown = self.previous(previous.as_ref());
        self.since(&keys, previous.as_ref(), grown);
    }

    fn accepted_keys(&mut self) -> Vec<VerifierKey> {
        if !self.options.pinned.is_empty() {
            return self.options.pinned.clone();
        }
        if self.options.strict {
            self.blame(ProblemCode::Unpinned, "no key is pinned: the bundle can only be shown to agree with itself");
        }
        self.manifest.vkeys.clone()
    }

    fn open(&mut self, note: &str, keys: &[VerifierKey]) -> Option<Checkpoint> {
        match parse_and_verify(note, keys) {
            Ok(checkpoint) if checkpoint.origin == self.manifest.origin => return Some(checkpoint),
            Ok(_) => self.blame(ProblemCode::OriginMismatch, "the checkpoint is of another log"),
            Err(Error::KeyUnknown) => self.blame(ProblemCode::WrongKey, "no accepted key signed the checkpoint"),
            Err(Error::SignatureWrong(_)) => self.blame(ProblemCode::BadSignature, "the signature does not fit the checkpoint"),
            Err(_) => self.blame(ProblemCode::MalformedCheckpoint, "the checkpoint is not in the expected form"),
        }
        None
    }

    /// Whether the log is shown to have grown out of the previous checkpoint.
    fn previous(&mut self, previous: Option<&Checkpoint>) -> bool {
        if self.manifest.previous_checkpoint.is_none() && !self.manifest.consistency.is_empty() {
            self.blame(ProblemCode::Malformed, "there is a consistency proof without a previous checkpoint");
        }
        let (Some(previous), Some(head)) = (previous, self.head.clone()) else { return false };
        if let Some((code, message)) = contradiction(previous, &head) {
            self.blame(code, message);
            return false;
        }
        let proof = &self.manifest.consistency;
        let grown = verify_consistency(previous.size, head.size, proof, &previous.root, &head.root);
        if !grown {
            self.blame(ProblemCode::Inconsistent, "the log did not grow out of the previous checkpoint");
        }
        grown
    }

    /// The reader's own checkpoint: the same, or the previous one, or one that the records pass through.
    fn since(&mut self, keys: &[VerifierKey], previous: Option<&Checkpoint>, grown: bool) {
        let Some(since) = self.options.since.as_ref().and_then(|note| self.open(note, keys)) else { return };
        let Some(head) = self.head.clone() else { return };
        if let Some((code, message)) = contradiction(&since, &head) {
            return self.blame(code, message);
        }
        if since.size == head.size || since.size == 0 {
            return;
        }
        match previous.filter(|previous| previous.size == since.size) {
            Some(previous) if previous.root != since.root => self.blame(ProblemCode::SplitView, SPLIT_VIEW),
            Some(_) if grown => {}
            _ => self.pass_through(since),
        }
    }

    fn pass_through(&mut self, since: Checkpoint) {
        let (before, after) = (self.manifest.first_seq - 1, self.manifest.first_seq - 1 + self.manifest.count);
        if (before..=after).contains(&since.size) {
            self.since = Some(since);
        } else {
            self.blame(ProblemCode::SinceUnproven, "the bundle does not prove that the log grew out of the checkpoint kept");
        }
    }

    /// Compares the tree with the reader's checkpoint when it has reached that size.
    pub(super) fn compare_with_since(&mut self) {
        let (Some(since), Some(frontier)) = (&self.since, &self.frontier) else { return };
        if frontier.size() == since.size && frontier.root() != since.root {
            self.blame(ProblemCode::Inconsistent, "the log did not grow out of the checkpoint kept");
        }
    }

    fn blame(&mut self, code: ProblemCode, message: &'static str) {
        self.findings.add(code, LINE, None, message);
    }
}

const SPLIT_VIEW: &str = "two checkpoints of the same size have different roots";

/// What an earlier and a later checkpoint can never be to each other.
fn contradiction(earlier: &Checkpoint, later: &Checkpoint) -> Option<(ProblemCode, &'static str)> {
    if earlier.size > later.size {
        return Some((ProblemCode::Rollback, "the log is smaller than it once was"));
    }
    let differ = earlier.size == later.size && earlier.root != later.root;
    differ.then_some((ProblemCode::SplitView, SPLIT_VIEW))
}
