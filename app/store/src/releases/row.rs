//! A stored release.

use model::{Id, ReleaseChange, ReleaseId, ReleaseState, TenantId};
use serde_json::Value;
use sqlx::{FromRow, types::Json};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Error, Result, policies::PolicyFields, row::org_rows};

/// One change of a policy on its way into force.
#[derive(Debug, Clone, FromRow)]
pub struct ReleaseRow {
    org_id: Uuid,
    release_id: Uuid,
    /// The policy.
    pub policy_id: String,
    tenant_id: Option<Uuid>,
    change: String,
    state: String,
    /// The version that was in force when it was written.
    pub base_version: i32,
    fields: Json<PolicyFields>,
    /// Persons and keys that wrote it.
    pub hands: Vec<Uuid>,
    /// Counts its edits from 1.
    pub revision: i32,
    /// Who wrote it first.
    pub drafted_by: String,
    /// When.
    pub drafted_at: OffsetDateTime,
    /// Who wrote it last.
    pub changed_by: String,
    /// When.
    pub changed_at: OffsetDateTime,
    /// When it was simulated since its last change.
    pub simulated_at: Option<OffsetDateTime>,
    /// On how many calls.
    pub simulated_inputs: Option<i32>,
    /// What its tests said when it was handed in.
    pub tests: Option<Value>,
    /// Who handed it in.
    pub requested_by: Option<String>,
    /// When.
    pub requested_at: Option<OffsetDateTime>,
    /// Who released or withdrew it.
    pub closed_by: Option<String>,
    /// When.
    pub closed_at: Option<OffsetDateTime>,
    /// Persons and keys that did.
    pub closed_hands: Option<Vec<Uuid>>,
    /// The version that it became.
    pub version: Option<i32>,
    /// Why, when somebody had to say.
    pub reason: Option<String>,
    /// Whether it skipped tests, simulation and the second person.
    pub is_emergency: bool,
    /// Who looked at it afterwards.
    pub reviewed_by: Option<String>,
    /// When.
    pub reviewed_at: Option<OffsetDateTime>,
}

org_rows!(ReleaseRow);

impl ReleaseRow {
    /// Which.
    pub fn id(&self) -> ReleaseId {
        Id::from_uuid(self.release_id)
    }

    /// The workspace that the policy applies to; every one when `None`.
    pub fn tenant(&self) -> Option<TenantId> {
        self.tenant_id.map(Id::from_uuid)
    }

    /// The policy after it.
    pub const fn fields(&self) -> &PolicyFields {
        &self.fields.0
    }

    /// What it does.
    pub fn change(&self) -> Result<ReleaseChange> {
        ReleaseChange::parse(&self.change).ok_or(Error::Corrupt("release change"))
    }

    /// Where it stands.
    pub fn state(&self) -> Result<ReleaseState> {
        ReleaseState::parse(&self.state).ok_or(Error::Corrupt("release state"))
    }
}

/// What a [`ReleaseRow`] is read from.
pub(super) const SELECT: &str =
    "select org_id, release_id, policy_id, tenant_id, change, state, base_version, fields, hands, revision, drafted_by,
    drafted_at, changed_by, changed_at, simulated_at, simulated_inputs, tests, requested_by, requested_at, closed_by, closed_at,
    closed_hands, version, reason, is_emergency, reviewed_by, reviewed_at
  from public.policy_releases";
