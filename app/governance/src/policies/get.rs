use store::{OrgScope, OrgTx, orgs, policies};

use super::{PolicyView, shipped, view::is_visible};
use crate::{Error, Governance, Result};

/// One policy, shipped or own.
pub async fn get(gov: &Governance, scope: &OrgScope, id: &str) -> Result<PolicyView> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let view = match shipped::find(id) {
        Some(policy) => PolicyView::shipped(policy, orgs::this(&mut tx).await?.created_at),
        None => read_own(&mut tx, id).await?,
    };
    let overrides = policies::overrides(&mut tx).await?;
    Ok(view.under(&overrides, tx.now()))
}

/// One policy of the organisation's own, if this caller may see it.
pub(super) async fn read_own(tx: &mut OrgTx, id: &str) -> Result<PolicyView> {
    let row = policies::find(tx, id).await?.filter(|row| is_visible(tx.scope().principal(), row.tenant()));
    row.map(|row| PolicyView::own(row, tx.org())).ok_or(Error::NotFound)
}
