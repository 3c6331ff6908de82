//! Notes that somebody looked at an emergency.

use model::ReleaseId;

use crate::{OrgTx, Result, row::expect_one};

/// Notes who looked at an emergency release afterwards.
pub async fn review(tx: &mut OrgTx, release: ReleaseId, by: &str) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(
        sqlx::query(
            "update public.policy_releases set reviewed_by = $3, reviewed_at = $4
             where org_id = $1 and release_id = $2 and is_emergency and reviewed_by is null",
        )
        .bind(org)
        .bind(release.as_uuid())
        .bind(by)
        .bind(now),
    )
    .await
    .and_then(expect_one)
}
