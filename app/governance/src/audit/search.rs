use serde::Serialize;
use store::{OrgScope, OrgTx, ledger_read, policies};

use super::{AuditEntry, AuditFilter};
use crate::{Governance, Result};

/// Beyond this a count is only "many"; counting on would cost more than it says.
const COUNTED: i64 = 100_000;

/// One page of the trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditPage {
    /// The rows, newest first.
    pub entries: Vec<AuditEntry>,
    /// Rows in all, counted up to a hundred thousand.
    pub total: u64,
    /// Rows asked for.
    pub limit: u32,
    /// Rows skipped.
    pub offset: u32,
}

/// Reads the trail. Whoever lacks `audit:read-all` gets an empty page, not an error.
pub async fn search(gov: &Governance, scope: &OrgScope, filter: AuditFilter) -> Result<AuditPage> {
    let limit = filter.limit.clamp(1, 1_000);
    let empty = AuditPage { entries: Vec::new(), total: 0, limit, offset: filter.offset };
    let Some(mut records) = filter.records()? else { return Ok(empty) };
    let _turn = gov.slow_reads.enter(scope.org()).await?;
    let mut tx = gov.pool().org_tx(scope).await?;
    if let Some(name) = &filter.policy_name {
        records.any_policy = policies_named(&mut tx, name).await?;
    }
    let found = ledger_read::page(&mut tx, &records, i64::from(limit), i64::from(filter.offset)).await?;
    let total = ledger_read::count(&mut tx, &records, COUNTED).await?;
    let entries = found.iter().map(AuditEntry::of).collect::<Result<_>>()?;
    Ok(AuditPage { entries, total, limit, offset: filter.offset })
}

/// The ids that records may carry for a policy's name, or the id itself.
async fn policies_named(tx: &mut OrgTx, name: &str) -> Result<Vec<String>> {
    let mut ids = policies::ids_named(tx, name).await?;
    ids.extend(crate::policies::system_ids_named(name));
    ids.push(name.to_owned());
    Ok(ids)
}
