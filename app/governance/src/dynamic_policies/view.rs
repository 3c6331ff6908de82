use model::OrgId;
use policy::ConditionSpec;
use serde::Serialize;
use store::policies::{OverrideRow, PolicyRow};
use time::OffsetDateTime;

use super::{ActionSpec, Document};
use crate::{
    Error, Result,
    policies::{OverrideView, is_live},
};

/// A dynamic policy in the words of the wire; unknown fields are left out, never null.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DynamicPolicyView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// `risk`, `content`, `user` or `cost`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is about.
    pub category: String,
    /// `organization` or `tenant`.
    pub tier: String,
    /// The organisation that wrote it.
    pub organization_id: String,
    /// The workspace that it speaks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// All of these have to hold.
    pub conditions: Vec<ConditionSpec>,
    /// Then this is done.
    pub actions: Vec<ActionSpec>,
    /// The strictest of the actions, which is the policy's.
    pub action: String,
    /// Where it speaks; everywhere when empty.
    pub surfaces: Vec<String>,
    /// Among equally strict matches the higher one is named first.
    pub priority: i32,
    /// Whether it is evaluated.
    pub enabled: bool,
    /// Counts its changes from 1.
    pub version: i32,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// When it last changed.
    #[serde(with = "time::serde::rfc3339")]
    pub updated_at: OffsetDateTime,
    /// The override that is in force for it.
    #[serde(rename = "override", skip_serializing_if = "Option::is_none")]
    pub override_in_force: Option<OverrideView>,
}

impl DynamicPolicyView {
    pub(super) fn of(row: PolicyRow, org: OrgId, overrides: &[OverrideRow], now: OffsetDateTime) -> Result<Self> {
        let tenant_id = row.tenant().map(|tenant| tenant.to_string());
        let stored = row.document.map(|document| document.0).unwrap_or_default();
        let document = Document::read(stored).map_err(Error::broken)?;
        let found = overrides.iter().find(|change| change.policy_id == row.policy_id && is_live(change, now));
        Ok(Self {
            override_in_force: found.cloned().map(OverrideView::of),
            id: row.policy_id,
            name: row.name,
            description: row.description,
            kind: document.kind,
            category: row.category,
            tier: row.tier,
            organization_id: org.to_string(),
            tenant_id,
            conditions: document.conditions,
            actions: document.actions,
            action: row.action,
            surfaces: row.surfaces,
            priority: row.priority,
            enabled: row.enabled,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}
