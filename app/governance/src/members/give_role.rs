use ledger::Deed;
use model::{DeedKind, Invalid, PersonId, PersonalField, RoleId, RoleSource};
use store::{
    OrgScope,
    members::{self, NewAssignment},
};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{change_roles::tell_owners, invite::role_to_give};
use crate::{
    Error, Governance, Result,
    grants::{Actor, keep_an_owner},
};

/// Gives a member one role more, for good or until then. Giving it again takes over the new end.
pub async fn give_role(
    gov: &Governance,
    scope: &OrgScope,
    person: PersonId,
    role: RoleId,
    expires_at: Option<OffsetDateTime>,
) -> Result<()> {
    if expires_at.is_some_and(|end| end <= gov.now()) {
        return Err(Invalid::new("expires", "must be in the future").into());
    }
    let mut tx = gov.pool().org_tx(scope).await?;
    members::lock_all(&mut tx).await?;
    let life = members::life(&mut tx, person).await?.ok_or(Error::NotFound)?;
    let held = members::held(&mut tx, person).await?;
    Actor::in_tx(&mut tx).await?.touch(&held)?;
    let role = role_to_give(&mut tx, role).await?;
    let acting = members::acting(&mut tx).await?;
    let new = NewAssignment { person, role: role.role, source: RoleSource::Direct, via: "", granted_by: &acting.name, expires_at };
    members::assign(&mut tx, &new).await?;
    keep_an_owner(&mut tx).await?;
    let given = [role.name];
    tell_owners(&mut tx, person, &life.name, &held, &given, &acting).await?;
    let deed = Deed::new(DeedKind::MemberRolesChanged, person.as_uuid())
        .fact("given", given.to_vec())
        .fact("until", expires_at.and_then(|end| end.format(&Rfc3339).ok()))
        .personal(PersonalField::TargetPerson, life.email);
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}
