//! Writes a changed draft.

use model::{ReleaseChange, ReleaseId, ReleaseState};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{OrgTx, Result, policies::PolicyFields, row::expect_one};

/// What a draft becomes.
#[derive(Debug, Clone)]
pub struct Edit<'a> {
    /// What it does.
    pub change: ReleaseChange,
    /// The version in force, upon which it now stands.
    pub base_version: i32,
    /// The policy after it.
    pub fields: &'a PolicyFields,
    /// Everybody who wrote it, earlier ones too.
    pub hands: &'a [Uuid],
    /// Who writes it now.
    pub by: &'a str,
}

/// Writes a changed draft; one that was handed in is a draft again, and simulation and tests count no more.
pub async fn edit(tx: &mut OrgTx, release: ReleaseId, edit: &Edit<'_>) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(
        sqlx::query(
            "update public.policy_releases set state = $3, change = $4, base_version = $5, fields = $6, hands = $7, changed_by = $8,
               changed_at = $9, revision = revision + 1, simulated_at = null, simulated_inputs = null, tests = null,
               requested_by = null, requested_at = null
             where org_id = $1 and release_id = $2 and state in ('draft', 'requested')",
        )
        .bind(org)
        .bind(release.as_uuid())
        .bind(ReleaseState::Draft.as_str())
        .bind(edit.change.as_str())
        .bind(edit.base_version)
        .bind(Json(edit.fields))
        .bind(edit.hands)
        .bind(edit.by)
        .bind(now),
    )
    .await
    .and_then(expect_one)
}
