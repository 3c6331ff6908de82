use scim::{Kind, Patch};
use serde_json::Value;
use store::{OrgScope, directory::users};
use uuid::Uuid;

use super::{
    change::change,
    show::{document, meta},
};
use crate::{
    Governance,
    directory::{Shown, not_found, schemas, stale},
};

/// Changes some of what is said about a person.
pub async fn patch(gov: &Governance, scope: &OrgScope, user: Uuid, if_match: Option<&str>, body: &Value) -> scim::Result<Shown> {
    let patch = Patch::read(body)?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let before = users::lock(&mut tx, user).await?.ok_or_else(not_found)?;
    if !meta(&before).fits(if_match) {
        return Err(stale());
    }
    // Taking `active` away says nothing about whether somebody works here: that stays as it is.
    let (after, ignored) = patch.apply(schemas()?, Kind::User, &document(&before))?;
    change(gov, tx, &before, after, &ignored).await
}
