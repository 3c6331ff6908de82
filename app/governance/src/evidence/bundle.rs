use std::collections::BTreeSet;

use ledger::{BundleWriter, Checkpoint, Manifest, ProofBuilder, Proofs};
use serde_json::{Map, Value, json};
use store::{
    OrgScope, OrgTx,
    ledger_read::{self, CheckpointRow},
    policies,
};

use super::{
    outlet::{Buffer, Outlet},
    pages::Pages,
    span::Span,
    stop::Stop,
};
use crate::{Governance, decisions::proof};

/// Records per look for the policy sets that they name.
const SETS_PAGE: u64 = 20_000;

/// A bundle to write: which records, proved against which signed checkpoint.
pub(super) struct Bundle<'a> {
    pub(super) gov: &'a Governance,
    pub(super) scope: &'a OrgScope,
    pub(super) span: Span,
    pub(super) checkpoint: CheckpointRow,
}

/// What stands before the records, and what it is made of.
struct Front {
    manifest: Manifest,
    sets: Vec<String>,
}

impl Bundle<'_> {
    /// Writes the bundle; every row is checked against the signed tree on the way. Says how many records it holds.
    pub(super) async fn write(&self, outlet: &mut impl Outlet) -> Result<u64, Stop> {
        let total = self.span.len();
        let front = self.front().await?;
        let buffer = Buffer::default();
        let mut writer = BundleWriter::new(buffer.clone(), &front.manifest)?;
        outlet.put(buffer.take(), 0, total).await?;
        let mut pages = Pages::new(self.gov, self.scope, self.span).await?;
        while let Some(done) = pages.next(&mut writer).await? {
            outlet.put(buffer.take(), done, total).await?;
        }
        for digest in &front.sets {
            let mut tx = self.gov.pool().org_tx(self.scope).await?;
            let document = policies::find_set(&mut tx, digest).await?;
            drop(tx);
            writer.policy_set(set_line(digest, document))?;
            outlet.put(buffer.take(), total, total).await?;
        }
        writer.finish()?;
        outlet.put(buffer.take(), total, total).await?;
        Ok(total)
    }

    async fn front(&self) -> Result<Front, Stop> {
        let mut tx = self.gov.pool().org_tx(self.scope).await?;
        let head = self.open(&tx, &self.checkpoint)?;
        let previous = self.previous(&mut tx).await?;
        let proofs = self.prove(&mut tx, &head, previous.as_ref().map(|(_, head)| head.size)).await?;
        let sets = self.sets(&mut tx).await?;
        let manifest = Manifest {
            org: tx.org(),
            first_seq: self.span.first,
            count: self.span.len(),
            checkpoint: self.checkpoint.note.clone(),
            previous_checkpoint: previous.map(|(row, _)| row.note),
            consistency: proofs.consistency,
            range_proof: proofs.range,
            vkeys: self.gov.signing().checkpoints.verifier_keys.clone(),
            generated_at: tx.now(),
            policy_sets: sets.len() as u64,
        };
        Ok(Front { manifest, sets })
    }

    fn open(&self, tx: &OrgTx, row: &CheckpointRow) -> Result<Checkpoint, Stop> {
        let head = proof::open(self.gov, tx, row);
        head.ok_or_else(|| Stop::mismatch(format!("The checkpoint over {} records is not signed by a known key.", row.size)))
    }

    /// The newest checkpoint before the first record: it shows that the log only grew between two exports in a row.
    async fn previous(&self, tx: &mut OrgTx) -> Result<Option<(CheckpointRow, Checkpoint)>, Stop> {
        let Some(row) = ledger_read::checkpoint_at_most(tx, self.span.first.saturating_sub(1)).await? else { return Ok(None) };
        let head = self.open(tx, &row)?;
        Ok((head.size > 0).then_some((row, head)))
    }

    async fn prove(&self, tx: &mut OrgTx, head: &Checkpoint, since: Option<u64>) -> Result<Proofs, Stop> {
        let range = self.span.first.saturating_sub(1)..self.span.end.saturating_sub(1);
        let mut builder = ProofBuilder::new(&range, head.size, since)?;
        proof::push_leaves(tx, &mut builder, head.size).await?;
        let proofs = builder.finish()?;
        if proofs.root == head.root {
            return Ok(proofs);
        }
        Err(Stop::mismatch(format!("The stored leaves do not lead to the root that was signed over {} records.", head.size)))
    }

    /// The kept policy sets that decisions in the span name.
    async fn sets(&self, tx: &mut OrgTx) -> Result<Vec<String>, Stop> {
        let mut named = BTreeSet::new();
        let mut first = self.span.first;
        while first < self.span.end {
            let end = (first + SETS_PAGE).min(self.span.end);
            named.extend(ledger_read::policy_sets_named(tx, first, end).await?);
            first = end;
        }
        let mut kept = Vec::with_capacity(named.len());
        for digest in named {
            if policies::find_set(tx, &digest).await?.is_some() {
                kept.push(digest);
            }
        }
        Ok(kept)
    }
}

/// A kept set as a line: an object as it is, a list of policies under the digest that records name it by.
fn set_line(digest: &str, document: Option<Value>) -> Map<String, Value> {
    match document {
        Some(Value::Object(set)) => set,
        other => {
            let line = json!({"policy_set": digest, "policies": other});
            line.as_object().cloned().unwrap_or_default()
        }
    }
}
