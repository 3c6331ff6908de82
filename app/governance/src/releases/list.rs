use model::{
    Principal, ReleaseState,
    views::{ReleaseLine, TestRun},
};
use serde::Deserialize as _;
use store::{
    OrgScope,
    releases::{self, ReleaseRow},
};
use uuid::Uuid;

use super::hands::{hands, is_own};
use crate::{Error, Governance, Result};

const MOST: u32 = 200;

/// Which releases a list shows. What is empty or `None` does not filter.
#[derive(Debug, Clone, Default)]
pub struct ReleaseFilter {
    /// Only in one of these states.
    pub states: Vec<ReleaseState>,
    /// Only of this policy.
    pub policy: Option<String>,
    /// Only emergencies that nobody reviewed.
    pub waits_for_review: bool,
    /// Rows to answer, at most 200.
    pub limit: Option<u32>,
    /// Rows to skip.
    pub offset: u32,
}

/// Changes of policies on their way into force, and those that came there, the last written first.
pub async fn list(gov: &Governance, scope: &OrgScope, filter: &ReleaseFilter) -> Result<Vec<ReleaseLine>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let tenant = match scope.principal() {
        Principal::ApiKey { tenant, .. } => Some(*tenant),
        Principal::Member { .. }
        | Principal::Directory { .. }
        | Principal::Guest { .. }
        | Principal::Job { .. }
        | Principal::Command { .. } => None,
    };
    let wanted = releases::ReleaseFilter {
        states: filter.states.clone(),
        policy: filter.policy.clone(),
        waits_for_review: filter.waits_for_review,
        tenant,
    };
    let limit = i64::from(filter.limit.unwrap_or(MOST).min(MOST));
    let rows = releases::list(&mut tx, &wanted, limit, i64::from(filter.offset)).await?;
    let own = hands(&mut tx).await?;
    rows.iter().map(|row| line(row, &own)).collect()
}

/// The line of a release, as somebody with these hands sees it.
pub(super) fn line(row: &ReleaseRow, own: &[Uuid]) -> Result<ReleaseLine> {
    let tests = row.tests.as_ref().filter(|tests| !tests.is_null()).map(TestRun::deserialize).transpose().map_err(Error::broken)?;
    Ok(ReleaseLine {
        id: row.id(),
        policy_id: row.policy_id.clone(),
        policy_name: row.fields().name.clone(),
        policy_kind: row.fields().kind.clone(),
        critical: row.fields().critical,
        change: row.change()?,
        state: row.state()?,
        base_version: row.base_version,
        version: row.version,
        drafted_by: row.drafted_by.clone(),
        drafted_at: row.drafted_at,
        changed_by: row.changed_by.clone(),
        changed_at: row.changed_at,
        simulated_at: row.simulated_at,
        simulated_inputs: row.simulated_inputs,
        tests,
        requested_by: row.requested_by.clone(),
        requested_at: row.requested_at,
        closed_by: row.closed_by.clone(),
        closed_at: row.closed_at,
        reason: row.reason.clone(),
        is_emergency: row.is_emergency,
        reviewed_by: row.reviewed_by.clone(),
        reviewed_at: row.reviewed_at,
        is_viewers_own: is_own(own, &row.hands),
    })
}
