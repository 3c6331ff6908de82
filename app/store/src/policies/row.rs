//! A stored policy.

use model::{Id, TenantId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use super::PolicyFields;
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
    /// What changes.
    #[sqlx(flatten)]
    pub fields: PolicyFields,
    /// Counts changes from 1.
    pub version: i32,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: OffsetDateTime,
    /// When it last changed.
    pub updated_at: OffsetDateTime,
    /// When it was taken out of force for good.
    pub deleted_at: Option<OffsetDateTime>,
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
    severity, action, enabled, priority, tags, critical, test_cases, version, created_by, created_at, updated_at, deleted_at";
