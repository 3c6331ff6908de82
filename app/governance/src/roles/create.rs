use ledger::Deed;
use model::{DeedKind, Id, RoleId};
use store::{
    OrgScope, members,
    roles::{self, RoleFields},
};
use uuid::Uuid;

use super::RoleInput;
use crate::{Governance, Result, grants::Actor};

/// Makes a role. It allows only what whoever makes it may do.
pub async fn create(gov: &Governance, scope: &OrgScope, input: &RoleInput) -> Result<RoleId> {
    let role: RoleId = Id::from_uuid(Uuid::now_v7());
    let mut tx = gov.pool().org_tx(scope).await?;
    members::lock_all(&mut tx).await?;
    Actor::in_tx(&mut tx).await?.hand_out(input.permissions)?;
    roles::add(&mut tx, role, &fields(input)).await?;
    let deed = Deed::new(DeedKind::RoleCreated, role.as_uuid()).target(input.name.as_str()).fact("permissions", input.permissions.words());
    let acting = members::acting(&mut tx).await?;
    tx.commit(acting.sign(deed)).await?;
    Ok(role)
}

/// What the store keeps.
pub(super) fn fields(input: &RoleInput) -> RoleFields<'_> {
    RoleFields { name: input.name.as_str(), description: &input.description, permissions: input.permissions }
}
