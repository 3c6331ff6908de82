//! Hands a draft in.

use model::{ReleaseId, ReleaseState};
use serde_json::Value;
use sqlx::types::Json;

use crate::{OrgTx, Result, row::expect_one};

/// Notes that a draft waits for a second person, and what its tests said.
pub async fn request(tx: &mut OrgTx, release: ReleaseId, by: &str, tests: Value) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(
        sqlx::query(
            "update public.policy_releases set state = $3, requested_by = $4, requested_at = $5, tests = $6
             where org_id = $1 and release_id = $2 and state = 'draft'",
        )
        .bind(org)
        .bind(release.as_uuid())
        .bind(ReleaseState::Requested.as_str())
        .bind(by)
        .bind(now)
        .bind(Json(tests)),
    )
    .await
    .and_then(expect_one)
}
