use std::io::Write;

use model::{OrgId, PersonalField};
use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{
    BUNDLE_VERSION,
    line::{ManifestLine, PersonalEntry, RawLine},
};
use crate::{Error, Hash, PersonalValue, RangeProof, Result, VerifierKey, leaf_hash, origin_of};

/// What a bundle says about itself before its records.
#[derive(Debug, Clone)]
pub struct Manifest {
    /// Whose records.
    pub org: OrgId,
    /// The first record's number.
    pub first_seq: u64,
    /// How many records follow, retired ones included.
    pub count: u64,
    /// The signed checkpoint that they are proved against; made when they were written, never by an export.
    pub checkpoint: String,
    /// The signed checkpoint that the reader got last time.
    pub previous_checkpoint: Option<String>,
    /// That the log only grew since then; empty without a previous checkpoint.
    pub consistency: Vec<Hash>,
    /// That the records are complete.
    pub range_proof: RangeProof,
    /// The keys that sign; a reader who pinned a key trusts only that.
    pub vkeys: Vec<VerifierKey>,
    /// When the bundle was made.
    pub generated_at: OffsetDateTime,
    /// How many policy sets follow the records.
    pub policy_sets: u64,
}

/// Writes a bundle line by line. Nothing is kept, so it may be as long as the log.
#[derive(Debug)]
pub struct BundleWriter<W: Write> {
    out: W,
    digest: Sha256,
    lines: u64,
    next_seq: u64,
    records_left: u64,
    policy_sets_left: u64,
}

impl<W: Write> BundleWriter<W> {
    /// Writes the manifest.
    pub fn new(out: W, manifest: &Manifest) -> Result<Self> {
        let mut writer = Self {
            out,
            digest: Sha256::new(),
            lines: 0,
            next_seq: manifest.first_seq,
            records_left: manifest.count,
            policy_sets_left: manifest.policy_sets,
        };
        writer.line(&manifest_line(manifest))?;
        Ok(writer)
    }

    /// Writes the next record; refuses one that does not hash to its leaf.
    pub fn record(&mut self, canonical: &str, leaf: Hash, personal: &[PersonalValue], erased: &[PersonalField]) -> Result<()> {
        if leaf_hash(canonical.as_bytes()) != leaf {
            return Err(Error::LeafMismatch(self.next_seq));
        }
        let entry = |value: &PersonalValue| PersonalEntry { value: value.value.clone(), salt: Hash(value.salt) };
        let personal = personal.iter().map(|value| (value.field.to_string(), entry(value))).collect();
        let erased: Vec<_> = erased.iter().map(ToString::to_string).collect();
        self.record_line(&RawLine {
            record: Some(canonical.to_owned()),
            leaf: Some(leaf),
            personal: Some(personal),
            erased: (!erased.is_empty()).then_some(erased),
            ..RawLine::default()
        })
    }

    /// Writes the next record's leaf, when its body was retired by the deed with this number.
    pub fn retired(&mut self, leaf: Hash, retired_by: u64) -> Result<()> {
        self.record_line(&RawLine { leaf: Some(leaf), retired_by: Some(retired_by), ..RawLine::default() })
    }

    /// Writes a policy set that records name; after the records.
    pub fn policy_set(&mut self, set: Map<String, Value>) -> Result<()> {
        self.policy_sets_left = self.policy_sets_left.checked_sub(1).ok_or(Error::BundleIncomplete("policy sets"))?;
        self.line(&RawLine { policy_set: Some(set), ..RawLine::default() })
    }

    /// Writes the end line and hands the writer back; refuses when lines are missing.
    pub fn finish(mut self) -> Result<W> {
        if self.records_left > 0 {
            return Err(Error::BundleIncomplete("records"));
        }
        if self.policy_sets_left > 0 {
            return Err(Error::BundleIncomplete("policy sets"));
        }
        let sha256 = hex::encode(self.digest.clone().finalize());
        self.line(&RawLine { end: Some(true), lines: Some(self.lines), sha256: Some(sha256), ..RawLine::default() })?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn record_line(&mut self, line: &RawLine) -> Result<()> {
        self.records_left = self.records_left.checked_sub(1).ok_or(Error::BundleIncomplete("records"))?;
        self.next_seq += 1;
        self.line(line)
    }

    fn line(&mut self, line: &impl Serialize) -> Result<()> {
        let mut bytes = serde_json::to_vec(line)?;
        bytes.push(b'\n');
        self.digest.update(&bytes);
        self.lines += 1;
        Ok(self.out.write_all(&bytes)?)
    }
}

fn manifest_line(manifest: &Manifest) -> ManifestLine {
    ManifestLine {
        v: BUNDLE_VERSION.to_owned(),
        org: manifest.org.to_string(),
        origin: origin_of(manifest.org),
        first_seq: manifest.first_seq,
        count: manifest.count,
        checkpoint: manifest.checkpoint.clone(),
        previous_checkpoint: manifest.previous_checkpoint.clone(),
        consistency: manifest.consistency.clone(),
        range_proof: manifest.range_proof.clone(),
        vkeys: manifest.vkeys.clone(),
        // Fails only for years that RFC 3339 cannot write; nothing is verified with it.
        generated_at: manifest.generated_at.format(&Rfc3339).unwrap_or_default(),
        policy_sets: manifest.policy_sets,
    }
}
