use ledger::Deed;
use model::{DeedKind, PersonalField};
use scim::{Document, Ignored, Kind};
use store::{
    OrgTx,
    directory::users::{self, UserFields, UserRow},
};

use super::show::{document, shown};
use crate::{
    Governance,
    directory::{Shown, membership, not_found},
};

/// Writes what a person becomes, with its record; nothing when nothing changes.
pub(super) async fn change(gov: &Governance, mut tx: OrgTx, before: &UserRow, after: Document, ignored: &Ignored) -> scim::Result<Shown> {
    let active = after.active().unwrap_or(before.active);
    let is_same = after == document(before);
    if is_same && !membership::waits(before) {
        return shown(gov, &mut tx, before, told("unchanged", ignored)).await;
    }
    let began = gov.now();
    if !is_same {
        write(&mut tx, before, &after, active).await?;
    }
    let row = users::find(&mut tx, before.user_id).await?.ok_or_else(not_found)?;
    let what = match (before.active, active) {
        (true, false) => "deactivated",
        (false, true) => "reactivated",
        _ => "changed",
    };
    let settled = membership::settle(gov, &mut tx, &row, before.active, began).await?;
    if is_same && !settled.is_change {
        return shown(gov, &mut tx, before, told(&settled.told("unchanged"), ignored)).await;
    }
    let shown = shown(gov, &mut tx, &row, told(&settled.told(what), ignored)).await?;
    let deed = Deed::new(DeedKind::DirectoryUserChanged, row.user_id)
        .target(row.user_id.to_string())
        .fact("active", active)
        .fact("was_active", before.active)
        .personal(PersonalField::TargetPerson, after.name(Kind::User));
    tx.commit_all(&settled.records(deed)).await?;
    Ok(shown)
}

async fn write(tx: &mut OrgTx, before: &UserRow, after: &Document, active: bool) -> scim::Result<()> {
    let stored = after.to_json();
    let fields = UserFields { user_name: after.name(Kind::User), external_id: after.text("externalId"), active, document: &stored };
    Ok(users::update(tx, before.user_id, fields).await?)
}

/// What came of a call, and what was passed over.
pub(super) fn told(what: &str, ignored: &Ignored) -> String {
    match ignored.names() {
        [] => what.to_owned(),
        names => format!("{what}; not kept here: {}", names.join(", ")),
    }
}
