use policy::PolicyKind;
use store::{
    OrgScope, OrgTx, orgs,
    policies::{self, PolicyRow},
};

use super::{PolicyView, around::Around, shipped, view::is_visible};
use crate::{Error, Governance, Result};

/// One policy, shipped or a pattern of the organisation's own.
pub async fn get(gov: &Governance, scope: &OrgScope, id: &str) -> Result<PolicyView> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let around = Around::load(&mut tx).await?;
    Ok(match shipped::find(id) {
        Some(policy) => PolicyView::shipped(policy, orgs::this(&mut tx).await?.created_at, &around),
        None => PolicyView::own(own_row(&mut tx, id, Some(PolicyKind::Pattern)).await?, &around),
    })
}

/// One policy of the organisation's own, if this caller may see it, and it is of this kind.
pub(crate) async fn own_row(tx: &mut OrgTx, id: &str, kind: Option<PolicyKind>) -> Result<PolicyRow> {
    let row = policies::find(tx, id).await?.filter(|row| is_visible(tx.scope().principal(), row.tenant()));
    row.filter(|row| is_kind(row, kind)).ok_or(Error::NotFound)
}

/// Every policy of the organisation's own of one kind that this caller may see, oldest first.
pub(crate) async fn own_rows(tx: &mut OrgTx, kind: PolicyKind) -> Result<Vec<PolicyRow>> {
    let rows = policies::list(tx).await?;
    let principal = tx.scope().principal();
    Ok(rows.into_iter().filter(|row| is_kind(row, Some(kind)) && is_visible(principal, row.tenant())).collect())
}

pub(super) fn is_kind(row: &PolicyRow, kind: Option<PolicyKind>) -> bool {
    kind.is_none_or(|kind| row.fields.kind == kind.as_str())
}
