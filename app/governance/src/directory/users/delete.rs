use ledger::Deed;
use model::{DeedKind, PersonalField};
use scim::Kind;
use store::{
    OrgScope,
    directory::{members, users},
    members as of_org,
};
use uuid::Uuid;

use super::show::{document, meta};
use crate::{
    Governance,
    directory::{
        membership::{Settled, depart},
        not_found, stale,
    },
};

/// Removes a person for good, and ends their membership. Whoever comes later with the same name is somebody else.
pub async fn delete(gov: &Governance, scope: &OrgScope, user: Uuid, if_match: Option<&str>) -> scim::Result<()> {
    let began = gov.now();
    let mut tx = gov.pool().org_tx(scope).await?;
    let row = users::lock(&mut tx, user).await?.ok_or_else(not_found)?;
    if !meta(&row).fits(if_match) {
        return Err(stale());
    }
    let settled = match row.person().filter(|_| row.active) {
        Some(person) => {
            of_org::lock_all(&mut tx).await?;
            Settled::from(depart(gov, &mut tx, person, began).await?)
        }
        None => Settled::default(),
    };
    let left = members::remove_everywhere(&mut tx, user).await?;
    users::delete(&mut tx, user).await?;
    let deed = Deed::new(DeedKind::DirectoryUserRemoved, user)
        .target(user.to_string())
        .fact("groups_left", left)
        .personal(PersonalField::TargetPerson, document(&row).name(Kind::User));
    tx.commit_all(&settled.records(deed)).await?;
    Ok(())
}
