use model::{
    Permission, PermissionSet, RoleId,
    views::{RoleLine, RoleRisk},
};
use store::{
    OrgScope,
    roles::{self, RoleRecord, RoleUses},
};

use crate::{Error, Governance, Result, grants::Actor, members::built_in_meaning};

/// Every role with how many hold it.
pub async fn list(gov: &Governance, scope: &OrgScope) -> Result<Vec<RoleLine>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let actor = Actor::in_tx(&mut tx).await?;
    let mut uses = roles::uses(&mut tx).await?;
    let all = roles::list(&mut tx).await?;
    Ok(all.into_iter().map(|role| line(&actor, uses.remove(&role.role).unwrap_or_default(), role)).collect())
}

/// One role.
pub async fn find(gov: &Governance, scope: &OrgScope, role: RoleId) -> Result<RoleLine> {
    list(gov, scope).await?.into_iter().find(|line| line.role == role).ok_or(Error::NotFound)
}

/// The role that a text names: by its id, or by its name.
pub async fn named(gov: &Governance, scope: &OrgScope, text: &str) -> Result<RoleId> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let found = match text.parse() {
        Ok(role) => roles::find(&mut tx, role).await?,
        Err(_) => roles::find_by_name(&mut tx, text).await?,
    };
    found.map(|role| role.role).ok_or(Error::NotFound)
}

fn line(actor: &Actor, uses: RoleUses, role: RoleRecord) -> RoleLine {
    let meaning = built_in_meaning(&role.name).filter(|_| role.built_in).map(str::to_owned);
    RoleLine {
        role: role.role,
        description: meaning.unwrap_or(role.description),
        built_in: role.built_in,
        permissions: role.permissions,
        people: uses.people,
        invitations: uses.invitations,
        teams: uses.teams,
        risk: risk(role.permissions),
        may_change: !role.built_in && actor.rights.has(Permission::MembersWrite) && actor.rights.covers(role.permissions),
        name: role.name,
    }
}

/// How much harm a holder could do.
pub(crate) fn risk(permissions: PermissionSet) -> RoleRisk {
    if permissions.has(Permission::MembersWrite) {
        RoleRisk::LeadsToMore
    } else if permissions.iter().any(crate::sign_in::changes_something) {
        RoleRisk::Changes
    } else {
        RoleRisk::Reads
    }
}

#[cfg(test)]
mod tests {
    use model::BuiltInRole;

    use super::*;

    #[test]
    fn what_leads_to_more_is_told_from_what_changes_and_what_reads() {
        assert_eq!(risk(BuiltInRole::Admin.permissions()), RoleRisk::LeadsToMore);
        assert_eq!(risk(BuiltInRole::Approver.permissions()), RoleRisk::Changes);
        assert_eq!(risk(BuiltInRole::Auditor.permissions()), RoleRisk::Reads);
        assert_eq!(risk(PermissionSet::NONE), RoleRisk::Reads);
    }
}
