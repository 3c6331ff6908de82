use model::DeedKind;
use store::{OrgScope, members, policies};

use super::{
    PolicyChange, PolicyView,
    change::{Change, lock_own},
    get::read_own,
    input::fields_of,
};
use crate::{Governance, Result};

/// Changes a policy of the organisation's own under its next version.
pub async fn update(gov: &Governance, scope: &OrgScope, id: &str, change: PolicyChange) -> Result<PolicyView> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let row = lock_own(&mut tx, id).await?;
    let fields = change.onto(fields_of(&row))?;
    let version = row.version.saturating_add(1);
    policies::update(&mut tx, id, version, &fields).await?;
    let overrides = policies::overrides(&mut tx).await?;
    let view = read_own(&mut tx, id).await?.under(&overrides, tx.now());
    let change = Change { id, version, what: "updated", tier: &row.tier, fields: &fields };
    change.commit(tx, &acting, DeedKind::PolicyUpdated).await?;
    Ok(view)
}
