//! Offline verification of a bundle: what is signed, what hangs on it, and everything that does not fit.
//!
//! It goes on after a problem, so that one report names all of them, and reads line by line, so that
//! memory does not grow with the bundle. `e2e/verify_bundle.py` does the same in another language; the
//! two must find the same codes.

mod finish;
mod head;
mod lines;
mod record;
mod report;
mod retired;

use std::{collections::BTreeSet, io::BufRead};

use model::strict_json::{self, Nul};

pub use report::{Problem, ProblemCode, Report, VerifyOptions};

use crate::{
    Checkpoint, Frontier,
    bundle::{BUNDLE_VERSION, Line, ManifestLine, RawLine},
    canonical::MAX_INTEGER,
    policy_set_digest,
};
use lines::{Lines, Next};
use report::Findings;

/// A verification under way.
struct Check<'a> {
    options: &'a VerifyOptions,
    findings: Findings,
    manifest: ManifestLine,
    /// The checkpoint, once it is known to be signed and about this organisation.
    head: Option<Checkpoint>,
    /// A checkpoint of the reader's that the records themselves must pass through.
    since: Option<Checkpoint>,
    /// The tree up to the line just read; `None` when the manifest's proof is unusable.
    frontier: Option<Frontier>,
    /// The number that the next record must have.
    expected_seq: u64,
    last_at: Option<i64>,
    /// Deeds further on that are said to have retired bodies.
    retiring: BTreeSet<u64>,
    sets_named: BTreeSet<String>,
    sets_carried: Vec<Option<String>>,
}

/// Verifies a bundle against the pinned keys, or against its own keys when none is pinned.
pub fn verify(reader: impl BufRead, options: &VerifyOptions) -> Report {
    let mut lines = Lines::new(reader);
    let mut findings = Findings::default();
    let Some(manifest) = read_manifest(&mut lines, &mut findings) else { return findings.into_report() };
    let mut check = Check::new(options, findings, manifest);
    check.head();
    check.body(&mut lines);
    check.finish();
    check.findings.into_report()
}

fn read_manifest(lines: &mut Lines<impl BufRead>, findings: &mut Findings) -> Option<ManifestLine> {
    let bytes = match lines.next() {
        Next::Line(bytes) => bytes,
        Next::End => {
            findings.add(ProblemCode::Truncated, 1, None, "the bundle is empty");
            return None;
        }
        Next::Broken(code, message) => {
            findings.add(code, 1, None, message);
            return None;
        }
    };
    let manifest = strict_json::parse(&bytes, Nul::Kept).and_then(serde_json::from_value::<ManifestLine>).ok();
    let fits = |line: &ManifestLine| line.first_seq >= 1 && line.first_seq <= MAX_INTEGER && line.count <= MAX_INTEGER - line.first_seq;
    let Some(manifest) = manifest.filter(fits) else {
        findings.add(ProblemCode::Malformed, 1, None, "the first line is not a manifest");
        return None;
    };
    if manifest.v != BUNDLE_VERSION {
        findings.add(ProblemCode::UnsupportedVersion, 1, None, "the bundle is of a version that this verifier does not know");
        return None;
    }
    Some(manifest)
}

impl<'a> Check<'a> {
    fn new(options: &'a VerifyOptions, mut findings: Findings, manifest: ManifestLine) -> Self {
        findings.report.org = Some(manifest.org.clone());
        findings.report.first_seq = (manifest.count > 0).then_some(manifest.first_seq);
        let frontier = Frontier::from_peaks(manifest.first_seq - 1, manifest.range_proof.left.clone());
        Self {
            options,
            findings,
            expected_seq: manifest.first_seq,
            manifest,
            head: None,
            since: None,
            frontier,
            last_at: None,
            retiring: BTreeSet::new(),
            sets_named: BTreeSet::new(),
            sets_carried: Vec::new(),
        }
    }

    /// Reads everything behind the manifest.
    fn body(&mut self, lines: &mut Lines<impl BufRead>) {
        self.compare_with_since();
        loop {
            let bytes = match lines.next() {
                Next::Line(bytes) => bytes,
                Next::End => {
                    return self.findings.add(ProblemCode::Truncated, lines.number() + 1, None, "the end line is missing");
                }
                Next::Broken(code, message) => return self.findings.add(code, lines.number(), None, message),
            };
            let raw = strict_json::parse(&bytes, Nul::Kept).and_then(serde_json::from_value::<RawLine>).ok();
            match raw.and_then(RawLine::classify) {
                Some(Line::Record { record, leaf, personal, erased }) => {
                    self.record(lines.number(), &record, leaf, &personal, &erased);
                }
                Some(Line::Retired { leaf, by }) => self.retired(lines.number(), leaf, by),
                Some(Line::PolicySet(set)) => self.sets_carried.push(policy_set_digest(&set).ok()),
                Some(Line::End { lines: count, sha256 }) => return self.end(lines, count, &sha256),
                None => self.malformed(lines.number()),
            }
        }
    }

    /// It most likely was a record; counting it keeps the numbers of the following ones in step.
    fn malformed(&mut self, line: u64) {
        self.findings.add(ProblemCode::Malformed, line, None, "the line is not part of the format");
        self.expected_seq += 1;
    }
}
