//! Reads many releases.

use model::{Id, ReleaseChange, ReleaseId, ReleaseState, TenantId};
use sqlx::FromRow;
use uuid::Uuid;

use super::row::{ReleaseRow, SELECT};
use crate::{Error, OrgTx, Result, row::org_rows};

/// Which releases a list shows. What is empty or `None` does not filter.
#[derive(Debug, Clone, Default)]
pub struct ReleaseFilter {
    /// Only in one of these states.
    pub states: Vec<ReleaseState>,
    /// Only of this policy.
    pub policy: Option<String>,
    /// Only emergencies that nobody looked at.
    pub waits_for_review: bool,
    /// Only of policies that can speak for this workspace.
    pub tenant: Option<TenantId>,
}

/// Releases, the last written first.
pub async fn list(tx: &mut OrgTx, filter: &ReleaseFilter, limit: i64, offset: i64) -> Result<Vec<ReleaseRow>> {
    let text = format!(
        "{SELECT} where org_id = $1 and (cardinality($2::text[]) = 0 or state = any($2)) and ($3::text is null or policy_id = $3)
           and (not $4 or (is_emergency and reviewed_by is null)) 
           and ($5::uuid is null or tenant_id is null or tenant_id = $5) order by changed_at desc, release_id limit $6 offset $7"
    );
    let org = tx.org().as_uuid();
    let states: Vec<&str> = filter.states.iter().map(|state| state.as_str()).collect();
    tx.all(
        sqlx::query_as(sqlx::AssertSqlSafe(text))
            .bind(org)
            .bind(states)
            .bind(filter.policy.clone())
            .bind(filter.waits_for_review)
            .bind(filter.tenant.map(Id::as_uuid))
            .bind(limit)
            .bind(offset),
    )
    .await
}

/// A change of a policy that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRelease {
    /// Which.
    pub id: ReleaseId,
    /// The policy.
    pub policy: String,
    /// Where it stands.
    pub state: ReleaseState,
    /// What it does.
    pub change: ReleaseChange,
}

#[derive(FromRow)]
struct OpenRow {
    org_id: Uuid,
    release_id: Uuid,
    policy_id: String,
    state: String,
    change: String,
}

org_rows!(OpenRow);

/// Every open release, at most one of each policy.
pub async fn open(tx: &mut OrgTx) -> Result<Vec<OpenRelease>> {
    let rows: Vec<OpenRow> = tx
        .all(sqlx::query_as(
            "select org_id, release_id, policy_id, state, change from public.policy_releases where state in ('draft', 'requested')",
        ))
        .await?;
    rows.into_iter().map(read).collect()
}

fn read(row: OpenRow) -> Result<OpenRelease> {
    Ok(OpenRelease {
        id: Id::from_uuid(row.release_id),
        policy: row.policy_id,
        state: ReleaseState::parse(&row.state).ok_or(Error::Corrupt("release state"))?,
        change: ReleaseChange::parse(&row.change).ok_or(Error::Corrupt("release change"))?,
    })
}
