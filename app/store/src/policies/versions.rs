//! Every form that a policy had.

use serde::Deserialize as _;
use sqlx::{FromRow, types::Json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::PolicyFields;
use crate::{
    Error, OrgTx, Result,
    row::{expect_one, org_rows},
};

/// One earlier or current form of a policy.
#[derive(Debug, Clone, FromRow)]
pub struct VersionRow {
    org_id: Uuid,
    /// Counts from 1.
    pub version: i32,
    /// `drafted`, `created`, `updated`, `enabled`, `disabled`, `released`, `rolled_back` or `deleted`.
    pub change_type: String,
    /// Who changed it.
    pub changed_by: String,
    /// When.
    pub changed_at: OffsetDateTime,
    /// What it was after the change.
    pub snapshot: serde_json::Value,
}

impl VersionRow {
    /// The policy as it was.
    pub fn fields(&self) -> Result<PolicyFields> {
        PolicyFields::deserialize(&self.snapshot).map_err(|_| Error::Corrupt("policy version"))
    }
}

org_rows!(VersionRow);

/// Keeps one form of a policy.
pub async fn add_version(
    tx: &mut OrgTx,
    policy: &str,
    version: i32,
    change_type: &str,
    by: &str,
    snapshot: serde_json::Value,
) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(
        sqlx::query(
            "insert into public.policy_versions (org_id, policy_id, version, change_type, changed_by, changed_at, snapshot)
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(org)
        .bind(policy)
        .bind(version)
        .bind(change_type)
        .bind(by)
        .bind(now)
        .bind(Json(snapshot)),
    )
    .await
    .and_then(expect_one)
}

/// One form of a policy.
pub async fn find_version(tx: &mut OrgTx, policy: &str, version: i32) -> Result<Option<VersionRow>> {
    let org = tx.org().as_uuid();
    tx.maybe(
        sqlx::query_as(
            "select org_id, version, change_type, changed_by, changed_at, snapshot from public.policy_versions
             where org_id = $1 and policy_id = $2 and version = $3",
        )
        .bind(org)
        .bind(policy)
        .bind(version),
    )
    .await
}

/// Every form of a policy, newest first.
pub async fn versions(tx: &mut OrgTx, policy: &str) -> Result<Vec<VersionRow>> {
    let org = tx.org().as_uuid();
    tx.all(
        sqlx::query_as(
            "select org_id, version, change_type, changed_by, changed_at, snapshot from public.policy_versions
             where org_id = $1 and policy_id = $2 order by version desc limit 500",
        )
        .bind(org)
        .bind(policy),
    )
    .await
}
