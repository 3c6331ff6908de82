use ledger::Deed;
use model::{ApprovalId, ApprovalStatus, DeedKind};
use store::{
    OrgScope,
    approvals::{self, Outcome},
};

use super::queue::state;
use crate::{Governance, Result};

/// Closes a held call that nobody decided in time, with its record. Whoever looked before saw it expired already.
pub(crate) async fn expire(gov: &Governance, scope: &OrgScope, id: ApprovalId) -> Result<bool> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let Some(record) = approvals::lock(&mut tx, id).await? else { return Ok(false) };
    let due = record.status == ApprovalStatus::Pending && state(&record, tx.now()) == ApprovalStatus::Expired;
    if !due {
        return Ok(false);
    }
    let outcome = Outcome { status: ApprovalStatus::Expired, person: None, key: None, name: "AxonFlow", reason: None, execute_by: None };
    approvals::close(&mut tx, id, &outcome).await?;
    let deed = Deed::new(DeedKind::ApprovalExpired, id.as_uuid()).fact("call_digest", hex::encode(&record.row.call_digest));
    tx.commit(deed).await?;
    Ok(true)
}
