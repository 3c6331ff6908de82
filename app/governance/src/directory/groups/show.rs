use std::collections::HashMap;

use scim::{
    Kind,
    resource::{self, Link, Meta},
};
use serde_json::{Map, Value};
use store::{
    OrgTx,
    directory::{groups::GroupRow, members},
};
use uuid::Uuid;

use crate::{
    Governance,
    directory::{Shown, base_url},
};

/// Whether members are looked up for an answer: a group may have very many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Members {
    Shown,
    LeftOut,
}

pub(super) fn meta(row: &GroupRow) -> Meta {
    Meta { id: row.group_id.to_string(), created: row.created_at, last_modified: row.updated_at, version: row.version }
}

/// Groups as answers show them.
pub(super) async fn resources(
    gov: &Governance,
    tx: &mut OrgTx,
    rows: &[GroupRow],
    members: Members,
) -> scim::Result<Vec<Map<String, Value>>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.group_id).collect();
    let links = if members == Members::Shown { members::of_groups(tx, &ids).await? } else { Vec::new() };
    let mut members: HashMap<Uuid, Vec<Link>> = HashMap::new();
    for link in links {
        members.entry(link.group_id).or_default().push(Link { id: link.user_id.to_string(), name: None });
    }
    let base = base_url(gov);
    let shown = rows.iter().map(|row| {
        let own = members.get(&row.group_id).map_or(&[][..], Vec::as_slice);
        resource::group(&meta(row), &row.display_name, row.external_id.as_deref(), own, &base)
    });
    Ok(shown.collect())
}

/// One group after a call.
pub(super) async fn shown(gov: &Governance, tx: &mut OrgTx, row: &GroupRow, members: Members, detail: String) -> scim::Result<Shown> {
    let resource = resources(gov, tx, std::slice::from_ref(row), members).await?.pop().unwrap_or_default();
    let meta = meta(row);
    Ok(Shown { resource, location: meta.location(Kind::Group, &base_url(gov)), entity_tag: meta.entity_tag(), detail })
}
