use store::{OrgScope, directory::users};
use uuid::Uuid;

use super::show::shown;
use crate::{
    Governance,
    directory::{Shown, not_found},
};

/// One person.
pub async fn get(gov: &Governance, scope: &OrgScope, user: Uuid) -> scim::Result<Shown> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let row = users::find(&mut tx, user).await?.ok_or_else(not_found)?;
    shown(gov, &mut tx, &row, "read".to_owned()).await
}
