use model::DeedKind;
use store::{OrgScope, members, policies};

use super::{
    PolicyView,
    change::{Change, lock_own},
    get::read_own,
    input::fields_of,
};
use crate::{Governance, Result};

/// Puts a policy of the organisation's own in force or out of it; nothing happens when it is so already.
pub async fn toggle(gov: &Governance, scope: &OrgScope, id: &str, enabled: bool) -> Result<PolicyView> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let row = lock_own(&mut tx, id).await?;
    let overrides = policies::overrides(&mut tx).await?;
    if row.enabled == enabled {
        let (org, now) = (tx.org(), tx.now());
        return Ok(PolicyView::own(row, org).under(&overrides, now));
    }
    let mut fields = fields_of(&row);
    fields.enabled = enabled;
    let version = row.version.saturating_add(1);
    policies::update(&mut tx, id, version, &fields).await?;
    let view = read_own(&mut tx, id).await?.under(&overrides, tx.now());
    let what = if enabled { "enabled" } else { "disabled" };
    let change = Change { id, version, what, tier: &row.tier, fields: &fields };
    change.commit(tx, &acting, DeedKind::PolicyUpdated).await?;
    Ok(view)
}
