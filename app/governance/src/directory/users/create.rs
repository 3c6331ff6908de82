use ledger::Deed;
use model::{DeedKind, PersonalField};
use scim::{Document, Kind};
use serde_json::Value;
use store::{
    OrgScope,
    directory::{
        members,
        users::{self, UserFields},
    },
};
use uuid::Uuid;

use super::{
    change::{change, told},
    show::shown,
};
use crate::{
    Governance,
    directory::{Shown, membership, not_found, schemas},
};

/// A person whom the directory names for the first time. Somebody who left and has the same name or id in the directory comes
/// back as who they were.
pub async fn create(gov: &Governance, scope: &OrgScope, body: &Value) -> scim::Result<Shown> {
    let (mut document, ignored) = Document::read(schemas()?, Kind::User, body)?;
    let active = document.active().unwrap_or(true);
    document.set_active(active);
    let began = gov.now();
    let mut tx = gov.pool().org_tx(scope).await?;
    let external_id = document.text("externalId").map(str::to_owned);
    let user_name = document.name(Kind::User).to_owned();
    if active && let Some(left) = users::lock_left(&mut tx, &user_name, external_id.as_deref()).await? {
        return change(gov, tx, &left, document, &ignored).await;
    }
    let user = Uuid::now_v7();
    let stored = document.to_json();
    users::add(&mut tx, user, UserFields { user_name: &user_name, external_id: external_id.as_deref(), active, document: &stored }).await?;
    let names: Vec<String> = [Some(user.to_string()), external_id, Some(user_name.clone())].into_iter().flatten().collect();
    let joined = members::join_expected(&mut tx, user, &names).await?;
    let row = users::find(&mut tx, user).await?.ok_or_else(not_found)?;
    let settled = membership::settle(gov, &mut tx, &row, false, began).await?;
    let shown = shown(gov, &mut tx, &row, told(&settled.told("created"), &ignored)).await?;
    let deed = Deed::new(DeedKind::DirectoryUserAdded, user).target(user.to_string()).fact("active", active).fact("groups_joined", joined);
    tx.commit_all(&settled.records(deed.personal(PersonalField::TargetPerson, user_name))).await?;
    Ok(shown)
}
