use ledger::Deed;
use model::{BuiltInRole, DeedKind, Invalid, PersonId, PersonalField, Principal, RoleId, TeamId};
use store::{
    OrgScope, OrgTx,
    members::{self, Acting},
    roles,
    teams::{self, TeamRecord},
};

use crate::{
    Error, Governance, Result,
    grants::{Actor, together},
};

/// A change of who is in a team or of what it carries: all that gives or takes somebody's rights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TeamChange {
    /// It carries exactly these roles.
    Roles(Vec<RoleId>),
    /// It carries these too.
    Give(Vec<RoleId>),
    /// It carries these no longer.
    Take(Vec<RoleId>),
    /// These members are in it too.
    Add(Vec<PersonId>),
    /// These members are in it no longer.
    Remove(Vec<PersonId>),
    /// There is no such team any more.
    Delete,
}

/// Makes a change. It counts from the next request of whoever it concerns; what changes nothing leaves no record.
pub async fn apply(gov: &Governance, scope: &OrgScope, team: TeamId, change: &TeamChange) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let deeds = attempt(&mut tx, team, change).await?;
    if !deeds.is_empty() {
        tx.commit_all(&deeds).await?;
    }
    Ok(())
}

/// Makes a change in the transaction, with all memberships locked; its records.
pub(super) async fn attempt(tx: &mut OrgTx, team: TeamId, change: &TeamChange) -> Result<Vec<Deed>> {
    members::lock_all(tx).await?;
    let team = teams::find(tx, team).await?.ok_or(Error::NotFound)?;
    let acting = members::acting(tx).await?;
    let carried = |role: &RoleId| team.roles.iter().any(|(known, _)| known == role);
    let deeds = match change {
        TeamChange::Roles(wanted) => {
            let gone: Vec<RoleId> = team.roles.iter().map(|(role, _)| *role).filter(|role| !wanted.contains(role)).collect();
            exchange(tx, &team, wanted.iter().filter(|role| !carried(role)), &gone, &acting).await?
        }
        TeamChange::Give(roles) => exchange(tx, &team, roles.iter().filter(|role| !carried(role)), &[], &acting).await?,
        TeamChange::Take(roles) => exchange(tx, &team, [].iter(), roles, &acting).await?,
        TeamChange::Add(people) => add(tx, &team, people, &acting).await?,
        TeamChange::Remove(people) => remove(tx, &team, people).await?,
        TeamChange::Delete => {
            teams::remove(tx, team.team).await?;
            vec![deed(DeedKind::TeamRemoved, &team).fact("members", team.members)]
        }
    };
    teams::settle(tx, &acting.name).await?;
    Ok(deeds.into_iter().map(|deed| acting.sign(deed)).collect())
}

fn deed(kind: DeedKind, team: &TeamRecord) -> Deed {
    Deed::new(kind, team.team.as_uuid()).target(team.name.as_str())
}

/// Lets the team carry what is new and no longer what is gone; one record with the names of both.
async fn exchange(
    tx: &mut OrgTx,
    team: &TeamRecord,
    new: impl Iterator<Item = &RoleId>,
    gone: &[RoleId],
    acting: &Acting,
) -> Result<Vec<Deed>> {
    let (mut given, mut taken) = (Vec::new(), Vec::new());
    for role in new {
        let role = roles::find(tx, *role).await?.ok_or_else(|| Invalid::new("roles", "names a role that is not there any more"))?;
        if role.built_in && role.name == BuiltInRole::Owner.as_str() {
            return Err(Error::Refused("Nobody becomes an owner by a team. Give that role to people by hand.".to_owned()));
        }
        to_people(tx).await?.hand_out(role.permissions)?;
        if teams::give_role(tx, team.team, role.role, &acting.name).await? {
            given.push(role.name);
        }
    }
    for (role, name) in team.roles.iter().filter(|(role, _)| gone.contains(role)) {
        teams::take_role(tx, team.team, *role).await?;
        taken.push(name.clone());
    }
    if given.is_empty() && taken.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![deed(DeedKind::TeamRolesChanged, team).fact("given", given).fact("taken", taken)])
}

/// Puts members into the team, which hands out to each what it carries.
async fn add(tx: &mut OrgTx, team: &TeamRecord, people: &[PersonId], acting: &Acting) -> Result<Vec<Deed>> {
    if !team.roles.is_empty() {
        let mut carried = Vec::with_capacity(team.roles.len());
        for (role, _) in &team.roles {
            carried.extend(roles::find(tx, *role).await?.map(|role| role.permissions));
        }
        to_people(tx).await?.hand_out(together(carried.into_iter()))?;
    }
    let mut deeds = Vec::with_capacity(people.len());
    for person in people {
        let life = members::life(tx, *person).await?.ok_or_else(|| Invalid::new("members", "names somebody who is no member"))?;
        if teams::add_member(tx, team.team, *person, &acting.name).await? {
            deeds.push(of_person(deed(DeedKind::TeamMemberAdded, team), *person, life.email));
        }
    }
    Ok(deeds)
}

async fn remove(tx: &mut OrgTx, team: &TeamRecord, people: &[PersonId]) -> Result<Vec<Deed>> {
    let mut deeds = Vec::with_capacity(people.len());
    for person in people {
        if teams::remove_member(tx, team.team, *person).await? {
            let email = members::find(tx, *person).await?.map(|member| member.email).unwrap_or_default();
            deeds.push(of_person(deed(DeedKind::TeamMemberRemoved, team), *person, email));
        }
    }
    Ok(deeds)
}

fn of_person(deed: Deed, person: PersonId, email: String) -> Deed {
    deed.fact("member", person.to_string()).personal(PersonalField::TargetPerson, email)
}

/// Who hands something out to people. A key's scopes can go into another key; a role it cannot give, since it acts for nobody.
async fn to_people(tx: &mut OrgTx) -> Result<Actor> {
    if matches!(tx.scope().principal(), Principal::ApiKey { .. }) {
        return Err(Error::Refused(
            "An API key gives nobody a role. A member does it in the portal, or an operator at the command line.".to_owned(),
        ));
    }
    Actor::in_tx(tx).await
}
