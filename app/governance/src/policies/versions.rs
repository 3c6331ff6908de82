use serde::Serialize;
use serde_json::{Value, json};
use store::{OrgScope, orgs, policies};
use time::OffsetDateTime;

use policy::Policy;

use super::{change::expect_visible, shipped};
use crate::{Governance, Result};

/// One form of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VersionView {
    /// Names it.
    pub id: String,
    /// The policy.
    pub policy_id: String,
    /// Counts from 1.
    pub version: i32,
    /// `shipped`, `drafted`, `created`, `updated`, `enabled`, `disabled`, `released`, `rolled_back` or `deleted`.
    pub change_type: String,
    /// Who changed it.
    pub changed_by: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub changed_at: OffsetDateTime,
    /// The change in words.
    pub change_summary: String,
    /// What it was after the change.
    pub snapshot: Value,
}

/// Every form of a policy, newest first. A shipped one has the form that it came in.
pub async fn versions(gov: &Governance, scope: &OrgScope, id: &str) -> Result<Vec<VersionView>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    expect_visible(&mut tx, id).await?;
    if let Some(policy) = shipped::find(id) {
        let since = orgs::this(&mut tx).await?.created_at;
        return Ok(vec![as_shipped(policy, since)]);
    }
    let rows = policies::versions(&mut tx, id).await?;
    Ok(rows.into_iter().map(|row| view(id, row)).collect())
}

fn view(id: &str, row: policies::VersionRow) -> VersionView {
    VersionView {
        id: format!("{id}_v{}", row.version),
        policy_id: id.to_owned(),
        version: row.version,
        change_summary: format!("Version {}: {} by {}", row.version, row.change_type, row.changed_by),
        change_type: row.change_type,
        changed_by: row.changed_by,
        changed_at: row.changed_at,
        snapshot: row.snapshot,
    }
}

fn as_shipped(policy: &Policy, since: OffsetDateTime) -> VersionView {
    VersionView {
        id: format!("{}_v{}", policy.id, policy.version),
        policy_id: policy.id.to_string(),
        version: i32::try_from(policy.version).unwrap_or(i32::MAX),
        change_type: "shipped".to_owned(),
        changed_by: "AxonFlow".to_owned(),
        changed_at: since,
        change_summary: "Ships with the product".to_owned(),
        snapshot: json!({
            "name": policy.name, "category": policy.category, "pattern": policy.matcher.source(), "severity": policy.severity,
            "action": policy.action, "enabled": policy.enabled, "version": policy.version,
        }),
    }
}
