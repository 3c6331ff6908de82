use std::collections::BTreeSet;

use ledger::Deed;
use model::{BuiltInRole, DeedKind, Invalid, PersonId, PersonalField, RoleId, RoleSource};
use store::{
    OrgScope, OrgTx,
    members::{self, Acting, Assignment, NewAssignment},
    orgs,
    roles::{self, RoleRecord},
};

use super::break_glass;
use crate::{
    Error, Governance, Result,
    grants::{Actor, is_owner, keep_an_owner},
    letters::{self, Letter},
};

/// Gives a member exactly these roles by hand. Roles that a directory or single sign-on gave are theirs to take away, and stay.
/// It counts from the member's next request.
pub async fn change_roles(gov: &Governance, scope: &OrgScope, person: PersonId, wanted: &[RoleId]) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    members::lock_all(&mut tx).await?;
    let life = members::life(&mut tx, person).await?.ok_or(Error::NotFound)?;
    let held = members::held(&mut tx, person).await?;
    let actor = Actor::in_tx(&mut tx).await?;
    actor.touch(&held)?;
    let acting = members::acting(&mut tx).await?;
    let (given, taken) = exchange(&mut tx, person, &held, wanted, &actor, &acting).await?;
    if given.is_empty() && taken.is_empty() {
        return Ok(());
    }
    keep_an_owner(&mut tx).await?;
    if taken.iter().any(|role| role == BuiltInRole::Owner.as_str()) {
        break_glass::let_go(&mut tx, person, &life).await?;
    }
    tell_owners(&mut tx, person, &life.name, &held, &given, &acting).await?;
    let deed = Deed::new(DeedKind::MemberRolesChanged, person.as_uuid())
        .fact("given", given)
        .fact("taken", taken)
        .personal(PersonalField::TargetPerson, life.email);
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}

/// Gives what is missing and takes what is too much; the names of both.
async fn exchange(
    tx: &mut OrgTx,
    person: PersonId,
    held: &[Assignment],
    wanted: &[RoleId],
    actor: &Actor,
    acting: &Acting,
) -> Result<(Vec<String>, Vec<String>)> {
    let by_hand: Vec<&Assignment> = held.iter().filter(|held| held.source.is_by_hand()).collect();
    let has: BTreeSet<RoleId> = by_hand.iter().map(|held| held.role).collect();
    let mut given = Vec::new();
    for role in wanted.iter().collect::<BTreeSet<_>>() {
        if !has.contains(role) {
            given.push(give(tx, person, *role, actor, acting).await?.name);
        }
    }
    let mut taken = Vec::new();
    for assignment in by_hand.into_iter().filter(|held| !wanted.contains(&held.role)) {
        members::unassign(tx, person, assignment.role, assignment.source).await?;
        taken.push(assignment.name.clone());
    }
    Ok((given, taken))
}

async fn give(tx: &mut OrgTx, person: PersonId, role: RoleId, actor: &Actor, acting: &Acting) -> Result<RoleRecord> {
    let role = roles::find(tx, role).await?.ok_or_else(|| Invalid::new("roles", "names a role that is not there any more"))?;
    actor.hand_out(role.permissions)?;
    let new = NewAssignment { person, role: role.role, source: RoleSource::Direct, via: "", granted_by: &acting.name, expires_at: None };
    members::assign(tx, &new).await?;
    Ok(role)
}

/// Owners are told of a new one, whoever made it.
pub(super) async fn tell_owners(
    tx: &mut OrgTx,
    person: PersonId,
    name: &str,
    held: &[Assignment],
    given: &[String],
    acting: &Acting,
) -> Result<()> {
    if is_owner(held) || !given.iter().any(|role| role == BuiltInRole::Owner.as_str()) {
        return Ok(());
    }
    let org = orgs::this(tx).await?.name;
    let letter = Letter::NewOwner { org, person, name: name.to_owned(), by: acting.name.clone() };
    letters::to_owners(tx, person, &letter).await
}
