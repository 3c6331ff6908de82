use model::{
    PermissionSet, RoleId,
    views::{Affected, RolePreview},
};
use store::{OrgScope, members, roles};

use crate::{Error, Governance, Result, grants::together};

/// Who would gain and who would lose what, if a role allowed this from now on. What somebody also has by another role they neither
/// gain nor lose.
pub async fn preview(gov: &Governance, scope: &OrgScope, role: RoleId, permissions: PermissionSet) -> Result<RolePreview> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let before = roles::find(&mut tx, role).await?.ok_or(Error::NotFound)?;
    let held = members::held_by_all(&mut tx).await?;
    let mut affected = Vec::new();
    for member in members::list(&mut tx).await? {
        let Some(all) = held.get(&member.person).filter(|all| all.iter().any(|one| one.role == role)) else { continue };
        let others = together(all.iter().filter(|one| one.role != role).map(|one| one.permissions));
        let (now, then) = (others.union(before.permissions), others.union(permissions));
        affected.push(Affected { person: member.person, name: member.name, gains: then.without(now), loses: now.without(then) });
    }
    Ok(RolePreview {
        adds: permissions.without(before.permissions),
        removes: before.permissions.without(permissions),
        affected,
        name: before.name,
    })
}
