use model::{DeedKind, ReleaseMode};
use policy::PolicyKind;
use store::{
    OrgScope, members, orgs,
    policies::{self, PolicyFields},
};

use super::{
    PolicyChange, PolicyView,
    around::{Around, Written},
    change::{Change, lock_own},
    get::own_row,
};
use crate::{Governance, Result, releases};

/// Changes a pattern policy of the organisation's own under its next version, or drafts that where changes are reviewed.
pub async fn update(gov: &Governance, scope: &OrgScope, id: &str, change: PolicyChange) -> Result<PolicyView> {
    let written = edit(gov, scope, id, PolicyKind::Pattern, |fields| change.onto(fields)).await?;
    Ok(PolicyView::own(written.row, &written.around))
}

/// Puts a pattern policy of the organisation's own in force or out of it, or drafts that where changes are reviewed.
pub async fn toggle(gov: &Governance, scope: &OrgScope, id: &str, enabled: bool) -> Result<PolicyView> {
    let switch = |fields| Ok(PolicyFields { enabled, ..fields });
    let written = edit(gov, scope, id, PolicyKind::Pattern, switch).await?;
    Ok(PolicyView::own(written.row, &written.around))
}

/// Changes a policy of any kind; nothing happens, and no version is made, when everything stays as it was.
pub(crate) async fn edit(
    gov: &Governance,
    scope: &OrgScope,
    id: &str,
    kind: PolicyKind,
    onto: impl FnOnce(PolicyFields) -> Result<PolicyFields>,
) -> Result<Written> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let row = lock_own(&mut tx, id, kind).await?;
    if orgs::release_mode(&mut tx).await? == ReleaseMode::Reviewed {
        return releases::draft_edit(tx, &acting, row, onto).await;
    }
    let around = Around::load(&mut tx).await?;
    let fields = onto(row.fields.clone())?;
    if fields == row.fields {
        return Ok(Written { row, around });
    }
    let version = row.version.saturating_add(1);
    policies::update(&mut tx, id, version, &fields).await?;
    let changed = own_row(&mut tx, id, Some(kind)).await?;
    releases::expect_green(&mut tx, &changed).await?;
    let change = Change { id, version, what: what(&row.fields, &fields), tier: &row.tier, fields: &fields };
    change.keep(&mut tx, &acting.name).await?;
    tx.commit(acting.sign(change.deed(DeedKind::PolicyUpdated))).await?;
    Ok(Written { row: changed, around })
}

fn what(before: &PolicyFields, after: &PolicyFields) -> &'static str {
    let is_switch = PolicyFields { enabled: after.enabled, ..before.clone() } == *after;
    match (is_switch, after.enabled) {
        (true, true) => "enabled",
        (true, false) => "disabled",
        (false, _) => "updated",
    }
}
