//! Spends an approval, and destroys what is no longer needed.

use model::{ApprovalId, DecisionId};
use time::OffsetDateTime;

use crate::{Housekeeping, OrgTx, Result, row::expect_one};

/// Spends an approval; it must be approved and unspent. The caller holds its lock.
pub async fn spend(tx: &mut OrgTx, id: ApprovalId, decision: DecisionId) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(
        sqlx::query(
            "update public.approvals set spent_at = $3, spent_decision = $4, updated_at = $3
             where org_id = $1 and approval_id = $2 and status = 'approved' and spent_at is null",
        )
        .bind(org)
        .bind(id.as_uuid())
        .bind(now)
        .bind(decision.as_uuid()),
    )
    .await
    .and_then(expect_one)
}

/// Destroys the sealed calls of holds that were closed before `before`; upkeep, no deed.
pub async fn destroy_sealed_calls(tx: &mut OrgTx, before: OffsetDateTime) -> Result<u64> {
    let org = tx.org().as_uuid();
    tx.keep_up(
        Housekeeping::SealedCallDestroyed,
        sqlx::query(
            "update public.approvals set call_sealed = null
             where org_id = $1 and status <> 'pending' and updated_at < $2 and call_sealed is not null",
        )
        .bind(org)
        .bind(before),
    )
    .await
}
