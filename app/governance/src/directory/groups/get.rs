use scim::Projection;
use store::{OrgScope, directory::groups};
use uuid::Uuid;

use super::show::{Members, shown};
use crate::{
    Governance,
    directory::{Shown, not_found},
};

/// One group.
pub async fn get(gov: &Governance, scope: &OrgScope, group: Uuid, projection: &Projection) -> scim::Result<Shown> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let row = groups::find(&mut tx, group).await?.ok_or_else(not_found)?;
    let members = if projection.wants("members") { Members::Shown } else { Members::LeftOut };
    shown(gov, &mut tx, &row, members, "read".to_owned()).await
}
