use model::{Principal, TenantId};
use policy::Policy;
use serde::Serialize;
use serde_json::Value;
use store::policies::{OverrideRow, PolicyFields, PolicyRow};
use time::OffsetDateTime;

use super::{
    around::{Around, OpenReleaseView},
    listed::{Head, Listed},
};

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
    /// Whether it comes into force with green tests only.
    pub critical: bool,
    /// Calls and whether the policy matches them.
    pub test_cases: Value,
    /// Counts its changes from 1.
    pub version: i32,
    /// A change of it that is not in force yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_release: Option<OpenReleaseView>,
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
    pub(super) fn shipped(policy: &Policy, since: OffsetDateTime, around: &Around) -> Self {
        let override_in_force = around.override_of(policy.id.as_str());
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
            critical: false,
            test_cases: Value::Array(Vec::new()),
            open_release: None,
            version: i32::try_from(policy.version).unwrap_or(i32::MAX),
            organization_id: None,
            tenant_id: None,
            created_at: since,
            updated_at: since,
            has_override: override_in_force.is_some(),
            override_in_force,
        }
    }

    /// A policy of the organisation's own.
    pub(super) fn own(row: PolicyRow, around: &Around) -> Self {
        let tenant_id = row.tenant().map(|tenant| tenant.to_string());
        let override_in_force = around.override_of(&row.policy_id);
        let PolicyFields { name, description, category, pattern, severity, enabled, action, priority, tags, .. } = row.fields;
        Self {
            open_release: around.release_of(&row.policy_id),
            id: row.policy_id.clone(),
            policy_id: row.policy_id,
            name,
            description,
            category,
            tier: row.tier,
            pattern,
            severity,
            enabled,
            action,
            priority,
            tags,
            critical: row.fields.critical,
            test_cases: row.fields.test_cases,
            version: row.version,
            organization_id: Some(around.org.to_string()),
            tenant_id,
            created_at: row.created_at,
            updated_at: row.updated_at,
            has_override: override_in_force.is_some(),
            override_in_force,
        }
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

/// A key sees the policies that can speak for it; everybody else sees every workspace's.
pub(crate) fn is_visible(principal: &Principal, tenant: Option<TenantId>) -> bool {
    match principal {
        Principal::ApiKey { tenant: own, .. } => tenant.is_none_or(|tenant| tenant == *own),
        Principal::Member { .. }
        | Principal::Directory { .. }
        | Principal::Guest { .. }
        | Principal::Job { .. }
        | Principal::Command { .. } => true,
    }
}

impl Listed for PolicyView {
    fn head(&self) -> Head<'_> {
        Head {
            id: &self.id,
            name: &self.name,
            description: &self.description,
            kind: "",
            category: &self.category,
            tier: &self.tier,
            organization: self.organization_id.as_deref().unwrap_or_default(),
            tenant: self.tenant_id.as_deref(),
            severity: &self.severity,
            enabled: self.enabled,
            priority: self.priority,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }

    fn overridden(&mut self) -> Option<(OverrideView, &mut String, &mut bool)> {
        Some((self.override_in_force.clone()?, &mut self.action, &mut self.enabled))
    }
}
