//! A stored policy and the part of it that changes.

use model::{Id, TenantId};
use serde_json::Value;
use sqlx::{FromRow, types::Json};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::row::org_rows;

/// A stored policy; its words are parsed by the room that evaluates it.
#[derive(Debug, Clone, FromRow)]
pub struct PolicyRow {
    org_id: Uuid,
    /// Its id.
    pub policy_id: String,
    tenant_id: Option<Uuid>,
    /// `organization` or `tenant`.
    pub tier: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Its category.
    pub category: String,
    /// How it is written: `pattern`, `conditions` or `rego`.
    pub kind: String,
    /// The regular expression; empty for other kinds.
    pub pattern: String,
    /// What it says, for other kinds.
    pub document: Option<Json<Value>>,
    /// Where it speaks; everywhere when empty.
    pub surfaces: Vec<String>,
    /// How bad a match is.
    pub severity: String,
    /// What it asks for.
    pub action: String,
    /// Whether it is evaluated.
    pub enabled: bool,
    /// Order in lists.
    pub priority: i32,
    /// Free labels.
    pub tags: Vec<String>,
    /// Counts changes from 1.
    pub version: i32,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: OffsetDateTime,
    /// When it last changed.
    pub updated_at: OffsetDateTime,
}

impl PolicyRow {
    /// The workspace that it applies to; every one when `None`.
    pub fn tenant(&self) -> Option<TenantId> {
        self.tenant_id.map(Id::from_uuid)
    }
}

org_rows!(PolicyRow);

/// What a [`PolicyRow`] is read from.
pub(super) const COLUMNS: &str = "org_id, policy_id, tenant_id, tier, name, description, category, kind, pattern, document, surfaces,
    severity, action, enabled, priority, tags, version, created_by, created_at, updated_at";

/// The changeable part of a policy.
#[derive(Debug, Clone, PartialEq)]
pub struct PolicyFields {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Its category.
    pub category: String,
    /// How it is written: `pattern`, `conditions` or `rego`; never changes.
    pub kind: String,
    /// The regular expression; empty for other kinds.
    pub pattern: String,
    /// What it says, for other kinds.
    pub document: Option<Value>,
    /// Where it speaks; everywhere when empty.
    pub surfaces: Vec<String>,
    /// How bad a match is.
    pub severity: String,
    /// What it asks for.
    pub action: String,
    /// Whether it is evaluated.
    pub enabled: bool,
    /// Order in lists.
    pub priority: i32,
    /// Free labels.
    pub tags: Vec<String>,
}
