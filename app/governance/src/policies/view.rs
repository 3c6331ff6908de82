use model::{OrgId, Principal, TenantId};
use policy::Policy;
use serde::Serialize;
use store::policies::{OverrideRow, PolicyRow};
use time::OffsetDateTime;

/// A policy in the words of the wire; unknown fields are left out, never null.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicyView {
    /// Its id.
    pub id: String,
    /// Its id once more, under the name that some readers look for.
    pub policy_id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// What it is about.
    pub category: String,
    /// `system`, `organization` or `tenant`.
    pub tier: String,
    /// What it looks for.
    pub pattern: String,
    /// How bad a match is.
    pub severity: String,
    /// Whether it is evaluated.
    pub enabled: bool,
    /// What it asks for.
    pub action: String,
    /// Among equally strict matches the higher one is named first.
    pub priority: i32,
    /// Free labels.
    pub tags: Vec<String>,
    /// Counts its changes from 1.
    pub version: i32,
    /// The organisation that wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
    /// The workspace that it speaks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// When it was made; for a shipped one, when the organisation was.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// When it last changed.
    #[serde(with = "time::serde::rfc3339")]
    pub updated_at: OffsetDateTime,
    /// Whether an override is in force.
    pub has_override: bool,
    /// That override.
    #[serde(rename = "override", skip_serializing_if = "Option::is_none")]
    pub override_in_force: Option<OverrideView>,
}

/// An override in the words of the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OverrideView {
    /// Names it.
    pub id: String,
    /// The policy.
    pub policy_id: String,
    /// What it asks for instead.
    pub action_override: String,
    /// Whether it is evaluated, when overridden too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled_override: Option<bool>,
    /// Why.
    pub override_reason: String,
    /// Who said so.
    pub created_by: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// Until when.
    #[serde(with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<OffsetDateTime>,
}

impl PolicyView {
    /// A shipped policy.
    pub(super) fn shipped(policy: &Policy, since: OffsetDateTime) -> Self {
        Self {
            id: policy.id.to_string(),
            policy_id: policy.id.to_string(),
            name: policy.name.clone(),
            description: policy.description.clone(),
            category: policy.category.to_string(),
            tier: policy.tier.to_string(),
            pattern: policy.matcher.source(),
            severity: policy.severity.to_string(),
            enabled: policy.enabled,
            action: policy.action.to_string(),
            priority: policy.priority,
            tags: Vec::new(),
            version: i32::try_from(policy.version).unwrap_or(i32::MAX),
            organization_id: None,
            tenant_id: None,
            created_at: since,
            updated_at: since,
            has_override: false,
            override_in_force: None,
        }
    }

    /// A policy of the organisation's own.
    pub(super) fn own(row: PolicyRow, org: OrgId) -> Self {
        let tenant_id = row.tenant().map(|tenant| tenant.to_string());
        Self {
            id: row.policy_id.clone(),
            policy_id: row.policy_id,
            name: row.name,
            description: row.description,
            category: row.category,
            tier: row.tier,
            pattern: row.pattern,
            severity: row.severity,
            enabled: row.enabled,
            action: row.action,
            priority: row.priority,
            tags: row.tags,
            version: row.version,
            organization_id: Some(org.to_string()),
            tenant_id,
            created_at: row.created_at,
            updated_at: row.updated_at,
            has_override: false,
            override_in_force: None,
        }
    }

    /// The same with the override that is in force for it, if any.
    pub(super) fn under(mut self, overrides: &[OverrideRow], now: OffsetDateTime) -> Self {
        let found = overrides.iter().find(|row| row.policy_id == self.id && is_live(row, now));
        self.override_in_force = found.cloned().map(OverrideView::of);
        self.has_override = self.override_in_force.is_some();
        self
    }
}

impl OverrideView {
    pub(crate) fn of(row: OverrideRow) -> Self {
        Self {
            id: format!("ovr_{}", row.policy_id),
            policy_id: row.policy_id,
            action_override: row.action,
            enabled_override: row.enabled,
            override_reason: row.reason,
            created_by: row.created_by,
            created_at: row.created_at,
            expires_at: row.expires_at,
        }
    }
}

pub(crate) fn is_live(row: &OverrideRow, now: OffsetDateTime) -> bool {
    row.expires_at.is_none_or(|end| now < end)
}

/// A key sees the policies that can speak for it; everybody else sees every workspace's.
pub(super) fn is_visible(principal: &Principal, tenant: Option<TenantId>) -> bool {
    match principal {
        Principal::ApiKey { tenant: own, .. } => tenant.is_none_or(|tenant| tenant == *own),
        Principal::Member { .. } | Principal::Directory { .. } | Principal::Job { .. } | Principal::Command { .. } => true,
    }
}
