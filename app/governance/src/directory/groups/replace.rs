use scim::{GroupChange, MemberChange, NewGroup};
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

/// Replaces what is said about a group. Members stay when the list is not sent: clients that read a group without its members
/// write it back without them.
pub async fn replace(gov: &Governance, scope: &OrgScope, group: Uuid, if_match: Option<&str>, body: &Value) -> scim::Result<Shown> {
    let new = NewGroup::read(body)?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let before = groups::lock(&mut tx, group).await?.ok_or_else(not_found)?;
    if !meta(&before).fits(if_match) {
        return Err(stale());
    }
    let members = new.members.map(|members| GroupChange::Members(MemberChange::Replace(members)));
    let own = [GroupChange::Rename(new.display_name), GroupChange::ExternalId(new.external_id)];
    change(gov, tx, &before, own.into_iter().chain(members).collect(), Members::Shown).await
}
