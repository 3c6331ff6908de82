use model::DeedKind;
use policy::PolicyKind;
use store::{
    OrgScope, members,
    policies::{self, OverrideRow, PolicyFields, PolicyRow},
};

use super::{
    PolicyChange, PolicyView,
    change::{Change, lock_own},
    get::own_row,
    input::fields_of,
};
use crate::{Governance, Result};

/// Changes a pattern policy of the organisation's own under its next version.
pub async fn update(gov: &Governance, scope: &OrgScope, id: &str, change: PolicyChange) -> Result<PolicyView> {
    let (row, overrides) = edit(gov, scope, id, PolicyKind::Pattern, |fields| change.onto(fields)).await?;
    Ok(PolicyView::own(row, scope.org()).under(&overrides, gov.now()))
}

/// Puts a pattern policy of the organisation's own in force or out of it.
pub async fn toggle(gov: &Governance, scope: &OrgScope, id: &str, enabled: bool) -> Result<PolicyView> {
    let switch = |fields| Ok(PolicyFields { enabled, ..fields });
    let (row, overrides) = edit(gov, scope, id, PolicyKind::Pattern, switch).await?;
    Ok(PolicyView::own(row, scope.org()).under(&overrides, gov.now()))
}

/// Changes a policy of any kind; nothing happens, and no version is made, when everything stays as it was.
pub(crate) async fn edit(
    gov: &Governance,
    scope: &OrgScope,
    id: &str,
    kind: PolicyKind,
    onto: impl FnOnce(PolicyFields) -> Result<PolicyFields>,
) -> Result<(PolicyRow, Vec<OverrideRow>)> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let row = lock_own(&mut tx, id, kind).await?;
    let overrides = policies::overrides(&mut tx).await?;
    let before = fields_of(&row);
    let fields = onto(before.clone())?;
    if fields == before {
        return Ok((row, overrides));
    }
    let version = row.version.saturating_add(1);
    policies::update(&mut tx, id, version, &fields).await?;
    let changed = own_row(&mut tx, id, Some(kind)).await?;
    let change = Change { id, version, what: what(&before, &fields), tier: &row.tier, fields: &fields };
    change.commit(tx, &acting, DeedKind::PolicyUpdated).await?;
    Ok((changed, overrides))
}

fn what(before: &PolicyFields, after: &PolicyFields) -> &'static str {
    let is_switch = PolicyFields { enabled: after.enabled, ..before.clone() } == *after;
    match (is_switch, after.enabled) {
        (true, true) => "enabled",
        (true, false) => "disabled",
        (false, _) => "updated",
    }
}
