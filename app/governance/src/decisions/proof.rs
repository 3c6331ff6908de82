use ledger::{Checkpoint, Frontier, Hash, ProofBuilder};
use model::views::ProofState;
use store::{
    OrgTx,
    ledger_read::{self, CheckpointRow, StoredRecord},
};

use crate::{Error, Governance, Result};

/// Leaves per round trip.
const PAGE: i64 = 20_000;

/// Proves one stored record against the first signed checkpoint that covers it.
pub(super) async fn prove(gov: &Governance, tx: &mut OrgTx, record: &StoredRecord) -> Result<ProofState> {
    let leaf = ledger_read::leaves(tx, record.seq, 1).await?.pop().ok_or_else(|| Error::broken("a record has no leaf"))?;
    let covering = ledger_read::covering_checkpoint(tx, record.seq).await?;
    let checkpoint_size = covering.as_ref().map(|row| row.size.unsigned_abs());
    let is_whole = ledger::leaf_hash(record.canonical.as_bytes()) == leaf && values_fit(record)?;
    let verified = match covering.and_then(|row| open(gov, tx, &row)) {
        Some(head) if is_whole => is_included(tx, record.seq, leaf, &head).await?,
        Some(_) | None => false,
    };
    Ok(ProofState { leaf: hex::encode(leaf.as_bytes()), checkpoint_size, verified })
}

/// The signed head, if a known key signed it for this organisation and this size.
pub(crate) fn open(gov: &Governance, tx: &OrgTx, row: &CheckpointRow) -> Option<Checkpoint> {
    let head = ledger::parse_and_verify(&row.note, &gov.signing().checkpoints.verifier_keys).ok()?;
    let fits = head.origin == ledger::origin_of(tx.org()) && head.size == row.size.unsigned_abs();
    fits.then_some(head)
}

/// Whether every personal value is the one that the record commits to.
pub(crate) fn values_fit(record: &StoredRecord) -> Result<bool> {
    let json = record.json()?;
    let commitments = &json["commitments"];
    Ok(record
        .personal
        .iter()
        .all(|value| commitments[value.field.as_str()].as_str() == Some(ledger::commitment(&value.salt, &value.value).as_str())))
}

/// Builds the proof from the stored leaves and checks it against the signed root, as a stranger would. What is known of the
/// tree before the record is a shortcut: where it does not lead to the root, the leaves themselves have the last word.
async fn is_included(tx: &mut OrgTx, seq: u64, leaf: Hash, head: &Checkpoint) -> Result<bool> {
    let known = ledger_read::nearest_frontier(tx, seq.saturating_sub(1)).await?;
    let is_shortcut = known.size() > 0;
    if is_included_after(tx, known, seq, leaf, head).await? {
        return Ok(true);
    }
    Ok(is_shortcut && is_included_after(tx, Frontier::new(), seq, leaf, head).await?)
}

async fn is_included_after(tx: &mut OrgTx, known: Frontier, seq: u64, leaf: Hash, head: &Checkpoint) -> Result<bool> {
    let index = seq.saturating_sub(1);
    let mut builder = ProofBuilder::after(known, &(index..seq), head.size).map_err(Error::broken)?;
    push_leaves(tx, &mut builder, head.size).await?;
    // Too few leaves are a hole in the log, which is what a proof is for.
    let Ok(proofs) = builder.finish() else { return Ok(false) };
    Ok(ledger::verify_range(index, &[leaf], head.size, &proofs.range, &head.root))
}

/// Hands the leaves that the builder does not know yet to it, up to number `size`, page by page.
pub(crate) async fn push_leaves(tx: &mut OrgTx, builder: &mut ProofBuilder, size: u64) -> Result<()> {
    while builder.next_seq() <= size {
        let left = i64::try_from(size - builder.next_seq() + 1).unwrap_or(PAGE);
        let leaves = ledger_read::leaves(tx, builder.next_seq(), left.min(PAGE)).await?;
        if leaves.is_empty() {
            return Ok(());
        }
        leaves.into_iter().for_each(|leaf| builder.push(leaf));
    }
    Ok(())
}
