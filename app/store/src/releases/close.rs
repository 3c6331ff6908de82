//! Ends a release.

use model::{ReleaseId, ReleaseState};
use uuid::Uuid;

use crate::{OrgTx, Result, row::expect_one};

/// How a release ends.
#[derive(Debug, Clone)]
pub struct Closing<'a> {
    /// Released or withdrawn.
    pub state: ReleaseState,
    /// The version that it became.
    pub version: Option<i32>,
    /// Who ends it.
    pub by: &'a str,
    /// Persons and keys that do.
    pub hands: &'a [Uuid],
    /// Why, when somebody had to say.
    pub reason: Option<&'a str>,
    /// Whether tests, simulation and the second person were skipped.
    pub is_emergency: bool,
}

/// Ends a release, which happens once: what is closed has a time of closing.
pub async fn close(tx: &mut OrgTx, release: ReleaseId, closing: &Closing<'_>) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(
        sqlx::query(
            "update public.policy_releases set state = $3, version = $4, closed_by = $5, closed_hands = $6, closed_at = $7, reason = $8,
               is_emergency = $9
             where org_id = $1 and release_id = $2 and closed_at is null",
        )
        .bind(org)
        .bind(release.as_uuid())
        .bind(closing.state.as_str())
        .bind(closing.version)
        .bind(closing.by)
        .bind(closing.hands)
        .bind(now)
        .bind(closing.reason)
        .bind(closing.is_emergency),
    )
    .await
    .and_then(expect_one)
}
