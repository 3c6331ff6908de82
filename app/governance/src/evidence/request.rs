use ledger::Deed;
use model::{DeedKind, ExportId, Invalid};
use store::{OrgScope, exports, members};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

use super::plan::Plan;
use crate::{Governance, Result};

/// Asks for a bundle of the records in `from..until`; the worker makes it once a signed checkpoint covers them.
pub async fn request(gov: &Governance, scope: &OrgScope, from: Option<OffsetDateTime>, until: Option<OffsetDateTime>) -> Result<ExportId> {
    expect_order(from, until)?;
    let export = ExportId::from_uuid(Uuid::now_v7());
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let plan = Plan::here(&mut tx).await?;
    plan.draw(&mut tx).await?;
    let from = plan.start(from, tx.now());
    exports::add(&mut tx, export, &acting.name, from, until).await?;
    let deed = range_deed(DeedKind::ExportRequested, export, from, until);
    tx.commit(acting.sign(deed)).await?;
    Ok(export)
}

pub(super) fn expect_order(from: Option<OffsetDateTime>, until: Option<OffsetDateTime>) -> Result<()> {
    match (from, until) {
        (Some(from), Some(until)) if from >= until => Err(Invalid::new("until", "must be later than the start").into()),
        _ => Ok(()),
    }
}

/// The deed of an export, which says what was taken.
pub(super) fn range_deed(kind: DeedKind, export: ExportId, from: Option<OffsetDateTime>, until: Option<OffsetDateTime>) -> Deed {
    let word = |time: Option<OffsetDateTime>| time.and_then(|time| time.format(&Rfc3339).ok());
    Deed::new(kind, export.as_uuid()).fact("from", word(from)).fact("until", word(until))
}
