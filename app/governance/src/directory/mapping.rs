//! Which groups of the directory give which roles.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ledger::Deed;
use model::{
    BuiltInRole, DeedKind, Invalid, PersonId, RoleId,
    views::{MappedGroupLine, MappingChange, MappingDraft, MappingView},
};
use store::{
    OrgScope, OrgTx,
    directory::{rules, settings},
    members::{self, Assignment},
    roles,
};
use uuid::Uuid;

use super::membership::apply_roles;
use crate::{Error, Governance, Result, grants::Actor};

/// Every group with what it gives, and what everybody gets.
pub async fn read(gov: &Governance, scope: &OrgScope) -> Result<MappingView> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let groups = rules::groups(&mut tx).await?.into_iter().map(|group| MappedGroupLine {
        id: group.group_id.to_string(),
        members: group.members,
        roles: group.roles(),
        name: group.display_name,
    });
    Ok(MappingView { groups: groups.collect(), default_role: settings::read(&mut tx).await?.default_role })
}

/// Who would gain and who would lose which roles. It is tried and not kept, so it is what saving would do.
pub async fn preview(gov: &Governance, scope: &OrgScope, draft: &MappingDraft) -> Result<Vec<MappingChange>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let (before, after) = attempt(&mut tx, draft).await?;
    let everybody = members::list(&mut tx).await?;
    let changes = everybody.into_iter().map(|member| {
        let (had, has) = (names(&before, member.person), names(&after, member.person));
        MappingChange {
            person: member.person,
            name: member.name,
            email: member.email,
            gains: has.difference(&had).cloned().collect(),
            loses: had.difference(&has).cloned().collect(),
        }
    });
    Ok(changes.filter(|change| !(change.gains.is_empty() && change.loses.is_empty())).collect())
}

/// Saves it. It counts at once, and from then on with every change of a group.
pub async fn save(gov: &Governance, scope: &OrgScope, draft: &MappingDraft) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let (before, after) = attempt(&mut tx, draft).await?;
    let people: BTreeSet<PersonId> = before.keys().chain(after.keys()).copied().collect();
    let changed = people.into_iter().filter(|person| names(&before, *person) != names(&after, *person)).count();
    let acting = members::acting(&mut tx).await?;
    let deed = Deed::new(DeedKind::DirectorySettingsChanged, Uuid::now_v7())
        .fact("rules", draft.rules.iter().map(|(group, role)| format!("{group} gives {role}")).collect::<Vec<_>>())
        .fact("default_role", draft.default_role.map(|role| role.to_string()))
        .fact("people", changed);
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}

type Held = HashMap<PersonId, Vec<Assignment>>;

/// Writes rules and roles in the transaction; what everybody held before and after. Who saves hands out every role that is new in
/// it; nobody becomes an owner by a group, and nobody a manager of members just by being in the directory.
async fn attempt(tx: &mut OrgTx, draft: &MappingDraft) -> Result<(Held, Held)> {
    members::lock_all(tx).await?;
    let before = members::held_by_all(tx).await?;
    let settings = settings::read(tx).await?;
    if draft.default_role != settings.default_role {
        if let Some(role) = draft.default_role {
            check(tx, role, &[BuiltInRole::Owner, BuiltInRole::Admin]).await?;
        }
        settings::write(tx, &settings::Settings { default_role: draft.default_role, ..settings }).await?;
    }
    replace(tx, draft).await?;
    apply_roles(tx, None).await?;
    let after = members::held_by_all(tx).await?;
    Ok((before, after))
}

async fn replace(tx: &mut OrgTx, draft: &MappingDraft) -> Result<()> {
    let groups: BTreeMap<String, (Uuid, Vec<RoleId>)> =
        rules::groups(tx).await?.into_iter().map(|group| (group.group_id.to_string(), (group.group_id, group.roles()))).collect();
    let by = members::acting(tx).await?.name;
    let wanted: BTreeSet<&(String, RoleId)> = draft.rules.iter().collect();
    for (name, role) in &wanted {
        let (group, has) = groups.get(name).ok_or_else(|| Invalid::new("rules", "names a group that is not there any more"))?;
        if !has.contains(role) {
            check(tx, *role, &[BuiltInRole::Owner]).await?;
            rules::add(tx, *group, *role, &by).await?;
        }
    }
    for (name, (group, has)) in &groups {
        for role in has.iter().filter(|role| !wanted.contains(&(name.clone(), **role))) {
            rules::remove(tx, *group, *role).await?;
        }
    }
    Ok(())
}

async fn check(tx: &mut OrgTx, role: RoleId, never: &[BuiltInRole]) -> Result<()> {
    let role = roles::find(tx, role).await?.ok_or_else(|| Invalid::new("rules", "names a role that is not there any more"))?;
    if role.built_in && never.iter().any(|one| one.as_str() == role.name) {
        return Err(Error::Refused(format!("The directory cannot give the role {} in this way. Give it to people by hand.", role.name)));
    }
    Actor::in_tx(tx).await?.hand_out(role.permissions)
}

fn names(held: &Held, person: PersonId) -> BTreeSet<String> {
    held.get(&person).into_iter().flatten().map(|one| one.name.clone()).collect()
}
