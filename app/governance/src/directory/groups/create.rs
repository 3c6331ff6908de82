use ledger::Deed;
use model::DeedKind;
use scim::NewGroup;
use serde_json::Value;
use store::{OrgScope, directory::groups};
use uuid::Uuid;

use super::{
    change::{Moved, add},
    show::{Members, shown},
};
use crate::{
    Governance,
    directory::{Shown, not_found},
};

/// A group that the directory names for the first time.
pub async fn create(gov: &Governance, scope: &OrgScope, body: &Value) -> scim::Result<Shown> {
    let new = NewGroup::read(body)?;
    let group = Uuid::now_v7();
    let mut tx = gov.pool().org_tx(scope).await?;
    groups::add(&mut tx, group, &new.display_name, new.external_id.as_deref()).await?;
    let mut moved = Moved::default();
    add(&mut tx, group, &new.members.unwrap_or_default(), &mut moved).await?;
    let row = groups::find(&mut tx, group).await?.ok_or_else(not_found)?;
    let shown = shown(gov, &mut tx, &row, Members::Shown, moved.told("created")).await?;
    let deed = Deed::new(DeedKind::DirectoryGroupAdded, group).target(group.to_string()).fact("name", new.display_name);
    tx.commit(moved.note(deed)).await?;
    Ok(shown)
}
