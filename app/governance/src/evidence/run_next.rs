use store::{
    Housekeeping,
    entry::{self, ExportWork},
    exports, ledger_read,
};

use super::{
    bundle::Bundle,
    outlet::{CLAIM, Stored},
    span,
    stop::{Stop, failure_deed},
};
use crate::{Governance, Result};

/// Exports that one look considers; those whose records no checkpoint covers yet must not hide the others.
const LOOK: i32 = 50;

/// Makes the oldest export that can be made; false when there is none.
pub async fn run_next(gov: &Governance) -> Result<bool> {
    for work in entry::exports_to_do(gov.pool(), gov.now(), LOOK).await? {
        // One organisation's trouble must not keep the others waiting.
        match take(gov, &work).await {
            Ok(Some(bundle)) => return make(gov, &work, &bundle).await.map(|()| true),
            Ok(None) => {}
            Err(error) => tracing::warn!(export = %work.export, error = &error as &dyn std::error::Error, "an export cannot be taken"),
        }
    }
    Ok(false)
}

/// Claims an export; `None` while no checkpoint covers its records, or when another worker was faster.
async fn take<'a>(gov: &'a Governance, work: &'a ExportWork) -> Result<Option<Bundle<'a>>> {
    let mut tx = gov.pool().org_tx(&work.scope).await?;
    let Some(row) = exports::find(&mut tx, work.export).await? else { return Ok(None) };
    let span = span::of_export(&mut tx, &row).await?;
    let newest = ledger_read::newest_checkpoint(&mut tx).await?;
    let Some(checkpoint) = newest.filter(|newest| newest.size.unsigned_abs() + 1 >= span.end) else { return Ok(None) };
    let claimed_until = tx.now() + CLAIM;
    if !exports::claim(&mut tx, work.export, claimed_until).await? {
        return Ok(None);
    }
    tx.commit_housekeeping(Housekeeping::ExportProgress).await?;
    Ok(Some(Bundle { gov, scope: &work.scope, span, checkpoint }))
}

/// Writes the bundle. What does not match is said to the customer; what merely failed is tried again after the claim.
async fn make(gov: &Governance, work: &ExportWork, bundle: &Bundle<'_>) -> Result<()> {
    let mut outlet = Stored::new(gov, &work.scope, work.export);
    match bundle.write(&mut outlet).await {
        Ok(records) => outlet.finish(records).await,
        Err(Stop::Mismatch(why)) => {
            tracing::error!(org = %work.scope.org(), export = %work.export, problem = %why, "an evidence export found a mismatch");
            fail(gov, work, &why).await
        }
        Err(Stop::Failed(error)) => Err(error),
    }
}

/// Closes the export with its record: that the log no longer fits what was signed belongs into the log.
async fn fail(gov: &Governance, work: &ExportWork, why: &str) -> Result<()> {
    let mut tx = gov.pool().org_tx(&work.scope).await?;
    exports::fail(&mut tx, work.export, why).await?;
    tx.commit(failure_deed(work.export, why)).await?;
    Ok(())
}
