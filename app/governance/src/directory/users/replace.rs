use scim::{Document, Kind};
use serde_json::Value;
use store::{OrgScope, directory::users};
use uuid::Uuid;

use super::{change::change, show::meta};
use crate::{
    Governance,
    directory::{Shown, not_found, schemas, stale},
};

/// Replaces everything that is said about a person. Whether they work here stays when nothing is said about it.
pub async fn replace(gov: &Governance, scope: &OrgScope, user: Uuid, if_match: Option<&str>, body: &Value) -> scim::Result<Shown> {
    let (mut after, ignored) = Document::read(schemas()?, Kind::User, body)?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let before = users::lock(&mut tx, user).await?.ok_or_else(not_found)?;
    if !meta(&before).fits(if_match) {
        return Err(stale());
    }
    if after.active().is_none() {
        after.set_active(before.active);
    }
    change(gov, tx, &before, after, &ignored).await
}
