use policy::ConditionSpec;
use serde::Serialize;
use serde_json::Value;
use store::policies::{PolicyFields, PolicyRow};
use time::OffsetDateTime;

use super::{ActionSpec, Document};
use crate::{
    Error, Result,
    policies::{Around, Head, Listed, OpenReleaseView, OverrideView},
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
    /// How bad a match is.
    pub severity: String,
    /// Where it speaks; everywhere when empty.
    pub surfaces: Vec<String>,
    /// Among equally strict matches the higher one is named first.
    pub priority: i32,
    /// Whether it is evaluated.
    pub enabled: bool,
    /// Whether it comes into force with green tests only.
    pub critical: bool,
    /// Calls and whether the policy matches them.
    pub test_cases: Value,
    /// Counts its changes from 1.
    pub version: i32,
    /// A change of it that is not in force yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_release: Option<OpenReleaseView>,
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
    pub(super) fn of(row: PolicyRow, around: &Around) -> Result<Self> {
        let tenant_id = row.tenant().map(|tenant| tenant.to_string());
        let PolicyFields { name, description, category, document, surfaces, severity, action, enabled, priority, .. } = row.fields;
        let document = Document::read(document.unwrap_or_default()).map_err(Error::broken)?;
        Ok(Self {
            override_in_force: around.override_of(&row.policy_id),
            open_release: around.release_of(&row.policy_id),
            id: row.policy_id,
            name,
            description,
            kind: document.kind,
            category,
            tier: row.tier,
            organization_id: around.org.to_string(),
            tenant_id,
            conditions: document.conditions,
            actions: document.actions,
            action,
            severity,
            surfaces,
            priority,
            enabled,
            critical: row.fields.critical,
            test_cases: row.fields.test_cases,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

impl Listed for DynamicPolicyView {
    fn head(&self) -> Head<'_> {
        Head {
            id: &self.id,
            name: &self.name,
            description: &self.description,
            kind: &self.kind,
            category: &self.category,
            tier: &self.tier,
            organization: &self.organization_id,
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
