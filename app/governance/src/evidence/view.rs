use model::views::{EvidenceView, LedgerState};
use store::{OrgScope, OrgTx, exports, ledger_read, orgs};

use super::{find::line, plan};
use crate::{Governance, Result};

/// The evidence page. Whoever lacks the permission does not get here; a plan without exports is said on the page.
pub async fn view(gov: &Governance, scope: &OrgScope) -> Result<EvidenceView> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let tier = orgs::this(&mut tx).await?.tier;
    let refusal = (!tier.may_export_evidence()).then(|| plan::refusal().to_owned());
    let exports = exports::list(&mut tx).await?.into_iter().map(line).collect();
    Ok(EvidenceView { ledger: ledger_state(gov, &mut tx).await?, exports, refusal })
}

async fn ledger_state(gov: &Governance, tx: &mut OrgTx) -> Result<LedgerState> {
    let checkpoint = ledger_read::newest_checkpoint(tx).await?;
    Ok(LedgerState {
        size: ledger_read::size(tx).await?,
        checkpoint_size: checkpoint.as_ref().map(|row| row.size.unsigned_abs()),
        checkpoint_at: checkpoint.as_ref().map(|row| row.signed_at),
        checkpoint_note: checkpoint.map(|row| row.note),
        verifier_key: gov.signing().checkpoints.verifier_keys.first().map(ToString::to_string).unwrap_or_default(),
        first_at: ledger_read::recorded_at(tx, 1).await?,
    })
}
