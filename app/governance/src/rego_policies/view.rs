use model::OrgId;
use serde::Serialize;
use store::policies::PolicyRow;
use time::OffsetDateTime;

use super::Document;
use crate::{Error, Result};

/// A Rego policy in the words of the wire; unknown fields are left out, never null.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegoPolicyView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// What it is about.
    pub category: String,
    /// `organization` or `tenant`.
    pub tier: String,
    /// The organisation that wrote it.
    pub organization_id: String,
    /// The workspace that it speaks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// The module.
    pub source: String,
    /// Its tests.
    pub tests: String,
    /// What `deny` and `allow` ask for.
    pub action: String,
    /// How bad a match is.
    pub severity: String,
    /// Where it speaks; everywhere when empty.
    pub surfaces: Vec<String>,
    /// Among equally strict matches the higher one is named first.
    pub priority: i32,
    /// Free labels.
    pub tags: Vec<String>,
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
}

impl RegoPolicyView {
    pub(super) fn of(row: PolicyRow, org: OrgId) -> Result<Self> {
        let tenant_id = row.tenant().map(|tenant| tenant.to_string());
        let stored = row.document.map(|document| document.0).unwrap_or_default();
        let Document { source, tests } = Document::read(stored).map_err(Error::broken)?;
        Ok(Self {
            id: row.policy_id,
            name: row.name,
            description: row.description,
            category: row.category,
            tier: row.tier,
            organization_id: org.to_string(),
            tenant_id,
            source,
            tests,
            action: row.action,
            severity: row.severity,
            surfaces: row.surfaces,
            priority: row.priority,
            tags: row.tags,
            enabled: row.enabled,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}
