//! A small log with everything that a bundle can hold, and tools to tamper with it.

use ed25519_dalek::SigningKey;
use ledger::{
    BundleWriter, Checkpoint, Deed, Manifest, Place, ProofBuilder, Record, Sealed, VerifierKey, VerifyOptions, leaf_hash, origin_of,
    policy_set_digest, root_of, seal, sign,
};
use model::{DeedKind, Id, OrgId, PersonalField, Principal, Verdict};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use uuid::Uuid;

pub(crate) const KEY_NAME: &str = "axonflow/test-log";
pub(crate) const TREE_SIZE: u64 = 50;
pub(crate) const FIRST_SEQ: u64 = 11;
pub(crate) const COUNT: u64 = 30;
pub(crate) const PREVIOUS_SIZE: u64 = 20;
/// This record lost a personal value.
pub(crate) const ERASED_SEQ: u64 = 15;
/// This one lost its body to the deed below.
pub(crate) const RETIRED_SEQ: u64 = 13;
pub(crate) const RETIREMENT_SEQ: u64 = 30;

pub(crate) fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

pub(crate) fn vkey(seed: u8) -> VerifierKey {
    VerifierKey::of(KEY_NAME, &key(seed)).unwrap()
}

pub(crate) fn org(number: u128) -> OrgId {
    Id::from_uuid(Uuid::from_u128(number))
}

pub(crate) fn pinned() -> VerifyOptions {
    VerifyOptions { pinned: vec![vkey(1)], ..VerifyOptions::default() }
}

pub(crate) fn policy_set() -> Map<String, Value> {
    let Value::Object(set) = json!({"version": 3, "policies": [{"name": "no card numbers ✓", "action": "block"}]}) else {
        unreachable!()
    };
    set
}

/// An organisation's log.
pub(crate) struct Log {
    pub(crate) org: OrgId,
    pub(crate) records: Vec<Sealed>,
}

impl Log {
    /// As many records as asked; `flavour` tells one history from another.
    pub(crate) fn new(org: OrgId, count: u64, flavour: &str) -> Self {
        let records = (1..=count).map(|seq| sealed(org, seq, flavour)).collect();
        Self { org, records }
    }

    pub(crate) fn head(&self, size: u64, seed: u8) -> String {
        let leaves = &self.leaves()[..usize::try_from(size).unwrap()];
        let at_micros = 1_760_000_000_000_000;
        let head = Checkpoint { origin: origin_of(self.org), size, root: root_of(leaves), at_micros };
        sign(&head, KEY_NAME, &key(seed)).unwrap()
    }

    pub(crate) fn leaves(&self) -> Vec<ledger::Hash> {
        self.records.iter().map(|record| record.leaf).collect()
    }

    /// The bundle of these records against the head of the whole log.
    pub(crate) fn bundle(&self, first_seq: u64, count: u64, previous: Option<u64>) -> String {
        let size = self.records.len() as u64;
        let mut proofs = ProofBuilder::new(&(first_seq - 1..first_seq - 1 + count), size, previous).unwrap();
        self.leaves().into_iter().for_each(|leaf| proofs.push(leaf));
        let proofs = proofs.finish().unwrap();
        let manifest = Manifest {
            org: self.org,
            first_seq,
            count,
            checkpoint: self.head(size, 1),
            previous_checkpoint: previous.map(|size| self.head(size, 1)),
            consistency: proofs.consistency,
            range_proof: proofs.range,
            vkeys: vec![vkey(1)],
            generated_at: OffsetDateTime::UNIX_EPOCH,
            policy_sets: 1,
        };
        let mut writer = BundleWriter::new(Vec::new(), &manifest).unwrap();
        for seq in first_seq..first_seq + count {
            self.write(&mut writer, seq);
        }
        writer.policy_set(policy_set()).unwrap();
        String::from_utf8(writer.finish().unwrap()).unwrap()
    }

    fn write(&self, writer: &mut BundleWriter<Vec<u8>>, seq: u64) {
        let record = &self.records[usize::try_from(seq - 1).unwrap()];
        match seq {
            RETIRED_SEQ => writer.retired(record.leaf, RETIREMENT_SEQ),
            ERASED_SEQ => {
                let kept: Vec<_> = record.personal.iter().filter(|value| value.field != PersonalField::Ip).cloned().collect();
                writer.record(&record.canonical, record.leaf, &kept, &[PersonalField::Ip])
            }
            _ => writer.record(&record.canonical, record.leaf, &record.personal, &[]),
        }
        .unwrap();
    }
}

fn sealed(org: OrgId, seq: u64, flavour: &str) -> Sealed {
    let actor = match seq % 3 {
        0 => Principal::Member { person: Id::from_uuid(Uuid::from_u128(7)), session: Id::from_uuid(Uuid::from_u128(8)) },
        1 => Principal::ApiKey { key: Id::from_uuid(Uuid::from_u128(9)), tenant: Id::from_uuid(Uuid::from_u128(10)) },
        _ => Principal::Job { name: "retention".into() },
    };
    let kind = if seq == RETIREMENT_SEQ { DeedKind::BodiesRetired } else { DeedKind::Decided };
    let deed = Deed::new(kind, Uuid::from_u128(u128::from(seq)))
        .target(format!("{flavour} \"ünï\u{1}\" {seq}"))
        .verdict(Verdict::Redact)
        .fact("n", seq)
        .fact("policy_set", policy_set_digest(&policy_set()).unwrap())
        .fact("nested", json!({"😀": [1, null], "\u{fb33}": {"b": false, "a": "\u{7f}\n"}}))
        .personal(PersonalField::Query, format!("my card is [redacted], {seq} 💳"))
        .personal_opt(PersonalField::Ip, Some("203.0.113.9"))
        .personal_opt(PersonalField::Reason, None::<String>);
    let at_micros = 1_750_000_000_000_000 + i64::try_from(seq).unwrap() * 1000;
    let place = Place { org, seq, at_micros, actor: &actor, request_id: "req", trace_id: "0af7651916cd43dd8448eb211c80319c" };
    let mut salt = u8::try_from(seq).unwrap();
    seal(&deed, &place, &mut || {
        salt = salt.wrapping_add(100);
        [salt; 32]
    })
    .unwrap()
}

pub(crate) fn log() -> Log {
    Log::new(org(1), TREE_SIZE, "history")
}

pub(crate) fn sample() -> String {
    log().bundle(FIRST_SEQ, COUNT, Some(PREVIOUS_SIZE))
}

/// A bundle taken apart: one JSON value per line.
pub(crate) struct Lines(pub(crate) Vec<Value>);

impl Lines {
    pub(crate) fn of(bundle: &str) -> Self {
        Self(bundle.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }

    pub(crate) fn manifest(&mut self) -> &mut Value {
        &mut self.0[0]
    }

    /// The line of a record.
    pub(crate) fn record(&mut self, seq: u64) -> &mut Value {
        &mut self.0[Self::index(seq)]
    }

    pub(crate) fn index(seq: u64) -> usize {
        usize::try_from(seq - FIRST_SEQ).unwrap() + 1
    }

    /// Rewrites the text of a record; with its leaf, as who holds the database would.
    pub(crate) fn rewrite(&mut self, seq: u64, leaf: Leaf, change: impl FnOnce(String) -> String) {
        let line = self.record(seq);
        let before = line["record"].as_str().unwrap().to_owned();
        let after = Record::from_canonical(change(before.clone()));
        assert_ne!(before, after.canonical, "the change must change something");
        if leaf == Leaf::Rehashed {
            line["leaf"] = json!(leaf_hash(after.canonical.as_bytes()));
        }
        line["record"] = json!(after.canonical);
    }

    /// Puts it together again, with an end line that fits: a forger would take that care.
    pub(crate) fn join(mut self) -> String {
        self.0.pop();
        finished(&self.0.iter().map(|line| format!("{line}\n")).collect::<String>(), self.0.len())
    }
}

/// Whether a forger of a record also changes its leaf.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leaf {
    Kept,
    Rehashed,
}

/// Adds a fitting end line.
pub(crate) fn finished(text: &str, lines: usize) -> String {
    let end = json!({"end": true, "lines": lines, "sha256": hex::encode(Sha256::digest(text))});
    format!("{text}{end}\n")
}
