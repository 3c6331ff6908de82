use model::{ExportId, views::ExportLine};
use store::{
    OrgScope,
    exports::{self, ExportRow},
};

use crate::{Error, Governance, Result};

/// One export.
pub async fn find(gov: &Governance, scope: &OrgScope, export: ExportId) -> Result<ExportLine> {
    let mut tx = gov.pool().org_tx(scope).await?;
    exports::find(&mut tx, export).await?.map(line).ok_or(Error::NotFound)
}

pub(super) fn line(row: ExportRow) -> ExportLine {
    ExportLine {
        id: row.export(),
        status: row.status(),
        requested_by: row.requested_name,
        requested_at: row.requested_at,
        from: row.range_from,
        until: row.range_until,
        records_done: row.records_done.unsigned_abs(),
        records_total: row.records_total.unsigned_abs(),
        size_bytes: row.size_bytes.unsigned_abs(),
        digest: row.digest.map(hex::encode),
        problem: row.problem,
    }
}
