use model::DeedKind;
use policy::PolicyKind;
use store::{OrgScope, members, policies};

use super::{
    change::{Change, lock_own},
    input::fields_of,
};
use crate::{Governance, Result};

/// Takes a pattern policy of the organisation's own out of force, and its override with it; its versions stay.
pub async fn delete(gov: &Governance, scope: &OrgScope, id: &str) -> Result<()> {
    remove(gov, scope, id, PolicyKind::Pattern).await
}

/// The same for a policy of any kind.
pub(crate) async fn remove(gov: &Governance, scope: &OrgScope, id: &str, kind: PolicyKind) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let row = lock_own(&mut tx, id, kind).await?;
    let version = row.version.saturating_add(1);
    policies::delete(&mut tx, id, version).await?;
    policies::delete_override(&mut tx, id).await?;
    let change = Change { id, version, what: "deleted", tier: &row.tier, fields: &fields_of(&row) };
    change.commit(tx, &acting, DeedKind::PolicyDeleted).await
}
