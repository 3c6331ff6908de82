use std::collections::HashMap;

use scim::{
    Document, Kind,
    resource::{self, Link, Meta},
};
use serde_json::{Map, Value};
use store::{OrgTx, directory::members, directory::users::UserRow};
use uuid::Uuid;

use crate::{
    Governance,
    directory::{Shown, base_url},
};

/// What is stored as a document. Whether somebody works here is a column; the document shows it unless the directory took the
/// attribute away.
pub(super) fn document(row: &UserRow) -> Document {
    let mut document = Document::from_stored(row.document.as_object().cloned().unwrap_or_default());
    if document.active().is_some() {
        document.set_active(row.active);
    }
    document
}

pub(super) fn meta(row: &UserRow) -> Meta {
    Meta { id: row.user_id.to_string(), created: row.created_at, last_modified: row.updated_at, version: row.version }
}

/// People with their groups, as answers show them.
pub(super) async fn resources(gov: &Governance, tx: &mut OrgTx, rows: &[UserRow]) -> scim::Result<Vec<Map<String, Value>>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.user_id).collect();
    let mut groups: HashMap<Uuid, Vec<Link>> = HashMap::new();
    for link in members::of_users(tx, &ids).await? {
        groups.entry(link.user_id).or_default().push(Link { id: link.group_id.to_string(), name: Some(link.group_name) });
    }
    let base = base_url(gov);
    let groups_of = |row: &UserRow| groups.get(&row.user_id).map_or(&[][..], Vec::as_slice);
    Ok(rows.iter().map(|row| resource::user(&meta(row), document(row), groups_of(row), &base)).collect())
}

/// One person after a call.
pub(super) async fn shown(gov: &Governance, tx: &mut OrgTx, row: &UserRow, detail: String) -> scim::Result<Shown> {
    let resource = resources(gov, tx, std::slice::from_ref(row)).await?.pop().unwrap_or_default();
    let meta = meta(row);
    Ok(Shown { resource, location: meta.location(Kind::User, &base_url(gov)), entity_tag: meta.entity_tag(), detail })
}
