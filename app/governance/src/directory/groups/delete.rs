use ledger::Deed;
use model::DeedKind;
use store::{
    OrgScope,
    directory::{groups, members, rules},
    members as of_org,
};
use uuid::Uuid;

use super::show::meta;
use crate::{
    Governance,
    directory::{membership::apply_roles, not_found, stale},
};

/// Removes a group; its members stay people.
pub async fn delete(gov: &Governance, scope: &OrgScope, group: Uuid, if_match: Option<&str>) -> scim::Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let row = groups::lock(&mut tx, group).await?.ok_or_else(not_found)?;
    if !meta(&row).fits(if_match) {
        return Err(stale());
    }
    let left = members::keep_only(&mut tx, group, &[]).await?;
    if rules::remove_of(&mut tx, group).await? > 0 {
        of_org::lock_all(&mut tx).await?;
        apply_roles(&mut tx, None).await?;
    }
    groups::delete(&mut tx, group).await?;
    let deed = Deed::new(DeedKind::DirectoryGroupRemoved, group).target(group.to_string()).fact("name", row.display_name);
    tx.commit(deed.fact("left", left)).await?;
    Ok(())
}
