use scim::Patch;
use serde_json::Value;
use store::{OrgScope, directory::groups};
use uuid::Uuid;

use super::{
    change::change,
    show::{Members, meta},
};
use crate::{
    Governance,
    directory::{Shown, not_found, stale},
};

/// Changes a group and its members. The answer leaves the members out: there may be very many (RFC 7644 section 3.5.2 lets it
/// be empty).
pub async fn patch(gov: &Governance, scope: &OrgScope, group: Uuid, if_match: Option<&str>, body: &Value) -> scim::Result<Shown> {
    let changes = Patch::read(body)?.group_changes()?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let before = groups::lock(&mut tx, group).await?.ok_or_else(not_found)?;
    if !meta(&before).fits(if_match) {
        return Err(stale());
    }
    change(gov, tx, &before, changes, Members::LeftOut).await
}
