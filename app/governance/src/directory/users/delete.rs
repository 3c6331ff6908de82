use ledger::Deed;
use model::{DeedKind, PersonalField};
use scim::Kind;
use store::{
    OrgScope,
    directory::{members, users},
};
use uuid::Uuid;

use super::show::{document, meta};
use crate::{
    Governance,
    directory::{not_found, stale},
};

/// Removes a person for good. Whoever comes later with the same name is somebody else.
pub async fn delete(gov: &Governance, scope: &OrgScope, user: Uuid, if_match: Option<&str>) -> scim::Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let row = users::lock(&mut tx, user).await?.ok_or_else(not_found)?;
    if !meta(&row).fits(if_match) {
        return Err(stale());
    }
    let left = members::remove_everywhere(&mut tx, user).await?;
    users::delete(&mut tx, user).await?;
    let deed = Deed::new(DeedKind::DirectoryUserRemoved, user).target(user.to_string()).fact("groups_left", left);
    tx.commit(deed.personal(PersonalField::TargetPerson, document(&row).name(Kind::User))).await?;
    Ok(())
}
