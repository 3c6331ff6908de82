use std::io::Write;

use model::{DeedKind, ExportId};
use store::{OrgScope, ledger_read, members};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    bundle::Bundle,
    outlet::Plain,
    plan::Plan,
    request::{expect_order, range_deed},
    span,
    stop::{Stop, failure_deed},
};
use crate::{Error, Governance, Result};

/// Writes a bundle of the records in `from..until` that a signed checkpoint covers by now; says how many there are.
pub async fn export_to(
    gov: &Governance,
    scope: &OrgScope,
    writer: impl Write + Send,
    from: Option<OffsetDateTime>,
    until: Option<OffsetDateTime>,
) -> Result<u64> {
    expect_order(from, until)?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let plan = Plan::here(&mut tx).await?;
    let from = plan.start(from, tx.now());
    let newest = ledger_read::newest_checkpoint(&mut tx).await?;
    let checkpoint = newest.ok_or_else(|| Error::Conflict("No checkpoint is signed yet. Try again in a minute.".to_owned()))?;
    let span = span::of_range(&mut tx, from, until).await?.up_to(checkpoint.size.unsigned_abs() + 1);
    let export = ExportId::from_uuid(Uuid::now_v7());
    let deed = range_deed(DeedKind::ExportDownloaded, export, from, until);
    // Recorded first: an export that breaks off has still shown something.
    tx.commit(acting.sign(deed.fact("records", span.len()))).await?;
    let written = Bundle { gov, scope, span, checkpoint }.write(&mut Plain(writer)).await;
    if let Err(Stop::Mismatch(why)) = &written {
        let mut tx = gov.pool().org_tx(scope).await?;
        let acting = members::acting(&mut tx).await?;
        tx.commit(acting.sign(failure_deed(export, why))).await?;
    }
    written.map_err(Stop::into_error)
}
