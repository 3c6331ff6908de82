//! Notes that a draft was simulated.

use model::ReleaseId;

use crate::{Housekeeping, OrgTx, Result};

/// Notes that a draft was simulated on so many calls; false when it was edited meanwhile, for then it was not this one.
pub async fn note_simulated(tx: &mut OrgTx, release: ReleaseId, revision: i32, inputs: usize) -> Result<bool> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let query = sqlx::query(
        "update public.policy_releases set simulated_at = $4, simulated_inputs = $5
         where org_id = $1 and release_id = $2 and revision = $3 and state in ('draft', 'requested')",
    )
    .bind(org)
    .bind(release.as_uuid())
    .bind(revision)
    .bind(now)
    .bind(i32::try_from(inputs).unwrap_or(i32::MAX));
    Ok(tx.keep_up(Housekeeping::DraftSimulated, query).await? == 1)
}
