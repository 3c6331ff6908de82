use std::collections::BTreeMap;

use model::strict_json::{self, Nul};

use super::{Check, ProblemCode};
use crate::{
    Hash, VERSION,
    bundle::{Body, PersonalEntry},
    canonical::to_canonical,
    commitment, leaf_hash,
};

/// Where a record stands, for blame.
#[derive(Clone, Copy)]
struct Spot {
    line: u64,
    seq: u64,
}

impl Check<'_> {
    /// Checks one record against its leaf, its place, its organisation and its personal values.
    pub(super) fn record(&mut self, line: u64, record: &str, leaf: Hash, personal: &BTreeMap<String, PersonalEntry>, erased: &[String]) {
        let spot = Spot { line, seq: self.expected_seq };
        if leaf_hash(record.as_bytes()) != leaf {
            self.at(spot, ProblemCode::LeafMismatch, "the record was changed: it does not hash to its leaf");
        }
        self.count(leaf);
        let Ok(value) = strict_json::parse(record.as_bytes(), Nul::Kept) else {
            return self.at(spot, ProblemCode::Malformed, "the record is not JSON");
        };
        if to_canonical(&value).as_deref() != Ok(record) {
            self.at(spot, ProblemCode::NotCanonical, "the record is not in its canonical form");
        }
        let Ok(body) = serde_json::from_value::<Body>(value) else {
            return self.at(spot, ProblemCode::Malformed, "the record lacks a member or has a strange one");
        };
        self.place(spot, &body);
        self.personal(spot, &body.commitments, personal, erased);
        self.name_policy_set(&body);
    }

    fn place(&mut self, spot: Spot, body: &Body) {
        if body.v != VERSION {
            self.at(spot, ProblemCode::UnsupportedVersion, "the record is of a version that this verifier does not know");
        }
        if body.org != self.manifest.org {
            self.at(spot, ProblemCode::ForeignRecord, "the record belongs to another organisation");
        }
        if body.seq != spot.seq {
            self.at(spot, ProblemCode::SeqGap, "the record has another number than its place says");
            self.expected_seq = body.seq.saturating_add(1);
        }
        if self.last_at.is_some_and(|last| body.at < last) {
            self.at(spot, ProblemCode::TimeReversed, "the record is older than the one before it");
        }
        self.last_at = Some(body.at);
        if self.retiring.remove(&spot.seq) && body.kind != model::DeedKind::BodiesRetired.as_str() {
            self.at(spot, ProblemCode::BadRetirement, "an earlier body is said to be retired by this record, which is no such deed");
        }
    }

    fn personal(
        &mut self,
        spot: Spot,
        commitments: &BTreeMap<String, String>,
        personal: &BTreeMap<String, PersonalEntry>,
        erased: &[String],
    ) {
        for (field, entry) in personal {
            match commitments.get(field) {
                None => self.at(spot, ProblemCode::UncommittedValue, "the record does not commit to this value"),
                Some(expected) if *expected != commitment(&entry.salt.0, &entry.value) => {
                    self.at(spot, ProblemCode::CommitmentMismatch, "the value is not the one that was recorded");
                }
                Some(_) => {}
            }
        }
        if erased.iter().any(|field| personal.contains_key(field) || !commitments.contains_key(field)) {
            self.at(spot, ProblemCode::ErasedMismatch, "a field is said to be erased but is there, or never was");
        }
        self.findings.report.erased += commitments.keys().filter(|field| !personal.contains_key(*field)).count() as u64;
    }

    fn name_policy_set(&mut self, body: &Body) {
        if let Some(digest) = body.facts.get("policy_set").and_then(|fact| fact.as_str()).filter(|digest| digest.len() == 64) {
            self.sets_named.insert(digest.to_owned());
        }
    }

    /// Takes the leaf into the tree and moves on.
    pub(super) fn count(&mut self, leaf: Hash) {
        self.findings.report.records += 1;
        self.findings.report.last_seq = Some(self.expected_seq);
        self.expected_seq = self.expected_seq.saturating_add(1);
        if let Some(frontier) = &mut self.frontier {
            frontier.append(leaf);
        }
        self.compare_with_since();
    }

    fn at(&mut self, spot: Spot, code: ProblemCode, message: &'static str) {
        self.findings.add(code, spot.line, Some(spot.seq), message);
    }
}
