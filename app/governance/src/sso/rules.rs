//! Group to role: what a provider says somebody is in decides which roles they hold by it, at each sign-in.

use std::collections::BTreeMap;

use ledger::Deed;
use model::{
    BuiltInRole, ConnectionId, DeedKind, Invalid, PersonId, PersonalField, RoleId, RoleSource, ShortText,
    views::{RuleLine, RulesView, StatedLine},
};
use store::{
    OrgScope, OrgTx, members, roles,
    sso::{self as rows, RuleRow, StatedGroups},
};

use super::connection;
use crate::{Error, Governance, Result, grants::Actor};

/// Lets a group give a role. Nobody lets it give what they lack, and nobody becomes an owner by a group.
pub async fn add_rule(gov: &Governance, scope: &OrgScope, connection: ConnectionId, group: &ShortText<200>, role: RoleId) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    members::lock_all(&mut tx).await?;
    let (row, acting) = connection::to_change(&mut tx, connection).await?;
    let role = roles::find(&mut tx, role).await?.ok_or_else(|| Invalid::new("role", "names a role that is not there any more"))?;
    let actor = Actor::in_tx(&mut tx).await?;
    if role.built_in && role.name == BuiltInRole::Owner.as_str() {
        return Err(Error::Refused("Nobody becomes an owner by a group.".to_owned()));
    }
    actor.hand_out(role.permissions)?;
    if !rows::add_rule(&mut tx, connection, group.as_str(), role.role, &acting.name).await? {
        return Err(Error::Conflict("This rule is there already.".to_owned()));
    }
    let deed = connection::changed(&row, "role rule added").fact("role", role.name.as_str());
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}

/// Lets a group give a role no longer. Who holds it by the group loses it when they next come.
pub async fn remove_rule(gov: &Governance, scope: &OrgScope, connection: ConnectionId, group: &str, role: RoleId) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let (row, acting) = connection::to_change(&mut tx, connection).await?;
    rows::remove_rule(&mut tx, connection, group, role).await?;
    tx.commit(acting.sign(connection::changed(&row, "role rule removed"))).await?;
    Ok(())
}

/// The rules, and who of those that came in the last two weeks would hold what by them; with `draft`, as if it were a rule too.
pub async fn rules(gov: &Governance, scope: &OrgScope, connection: ConnectionId, draft: Option<(&str, RoleId)>) -> Result<RulesView> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let row = connection::find(&mut tx, connection).await?;
    let known = rows::rules_of(&mut tx, connection).await?;
    let stated = rows::last_stated(&mut tx, connection).await?;
    let mut pairs: Vec<(String, String)> = known.iter().map(|rule| (rule.group_name.clone(), rule.role_name.clone())).collect();
    if let Some((group, role)) = draft {
        let role = roles::find(&mut tx, role).await?.ok_or(Error::NotFound)?;
        pairs.push((group.trim().to_owned(), role.name));
    }
    Ok(RulesView {
        groups_attribute: row.fields.groups_attribute,
        rules: known.iter().map(line).collect(),
        people: stated.iter().map(|stated| person(stated, &pairs)).collect(),
    })
}

fn line(rule: &RuleRow) -> RuleLine {
    RuleLine {
        group: rule.group_name.clone(),
        role: rule.role(),
        role_name: rule.role_name.clone(),
        made_by: rule.made_by.clone(),
        created_at: rule.created_at,
    }
}

fn person(stated: &StatedGroups, rules: &[(String, String)]) -> StatedLine {
    let roles = roles_by(stated.groups.as_deref(), rules);
    StatedLine { email: stated.email.clone(), at: stated.at, groups: stated.groups.clone(), roles }
}

/// The roles that these groups give, each once.
fn roles_by(groups: Option<&[String]>, rules: &[(String, String)]) -> Vec<String> {
    let groups = groups.unwrap_or_default();
    let mut roles: Vec<String> = rules.iter().filter(|(group, _)| groups.contains(group)).map(|(_, role)| role.clone()).collect();
    roles.sort();
    roles.dedup();
    roles
}

/// Which roles the stated groups give, each with the first group that gives it.
fn given(rules: &[RuleRow], groups: &[String]) -> BTreeMap<RoleId, String> {
    let mut given = BTreeMap::new();
    for rule in rules.iter().filter(|rule| groups.contains(&rule.group_name)) {
        given.entry(rule.role()).or_insert_with(|| rule.group_name.clone());
    }
    given
}

/// Exchanges what somebody holds by groups for what their groups give now. A provider that states no groups at all changes
/// nothing: some leave them out above a number of groups.
pub(super) async fn apply(tx: &mut OrgTx, connection: ConnectionId, person: PersonId, groups: Option<&[String]>) -> Result<Option<Deed>> {
    let Some(groups) = groups else { return Ok(None) };
    let rules = rows::rules_of(tx, connection).await?;
    members::lock_all(tx).await?;
    let held: Vec<_> = members::held(tx, person).await?.into_iter().filter(|held| held.source == RoleSource::Sso).collect();
    let given = given(&rules, groups);
    let (mut new, mut gone) = (Vec::new(), Vec::new());
    for assignment in held.iter().filter(|held| !held.via.is_empty() && !given.contains_key(&held.role)) {
        members::unassign(tx, person, assignment.role, RoleSource::Sso).await?;
        gone.push(assignment.name.clone());
    }
    for (role, group) in given.iter().filter(|(role, _)| !held.iter().any(|held| held.role == **role)) {
        let by = members::NewAssignment {
            person,
            role: *role,
            source: RoleSource::Sso,
            via: group,
            granted_by: "single sign-on",
            expires_at: None,
        };
        members::assign(tx, &by).await?;
        new.extend(rules.iter().find(|rule| rule.role() == *role).map(|rule| rule.role_name.clone()));
    }
    if new.is_empty() && gone.is_empty() {
        return Ok(None);
    }
    let email = members::find(tx, person).await?.map(|member| member.email).unwrap_or_default();
    let deed = Deed::new(DeedKind::MemberRolesChanged, person.as_uuid()).fact("given", new).fact("taken", gone).fact("source", "sso");
    Ok(Some(deed.personal(PersonalField::TargetPerson, email)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(groups: Option<&[&str]>) -> Vec<String> {
        let rules = [("staff", "viewer"), ("risk", "approver"), ("leads", "approver")];
        let rules = rules.map(|(group, role)| (group.to_owned(), role.to_owned()));
        let groups: Option<Vec<String>> = groups.map(|all| all.iter().map(|one| (*one).to_owned()).collect());
        roles_by(groups.as_deref(), &rules)
    }

    #[test]
    fn groups_give_each_role_once_and_exactly_by_their_name() {
        assert_eq!(roles(Some(&["leads", "risk", "staff"])), ["approver", "viewer"]);
        assert!(roles(Some(&["Staff", "staf"])).is_empty());
        assert!(roles(None).is_empty());
    }
}
