use policy::PolicyKind;
use store::{OrgScope, OrgTx};

use super::DynamicPolicyView;
use crate::{
    Governance, Result,
    policies::{Around, Listed, PolicyFilter, applied, own_rows, own_tenant},
};

/// The dynamic policies that this caller may see, oldest first unless the filter says otherwise.
pub async fn list(gov: &Governance, scope: &OrgScope, filter: &PolicyFilter) -> Result<Vec<DynamicPolicyView>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    filter.pick(every(&mut tx).await?)
}

/// The dynamic policies in force for the caller's workspace, as their overrides have them.
pub async fn effective(gov: &Governance, scope: &OrgScope, filter: &PolicyFilter) -> Result<Vec<DynamicPolicyView>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let tenant = own_tenant(&mut tx).await?.to_string();
    let views = every(&mut tx).await?.into_iter().filter(|view| view.speaks_for(&tenant)).map(applied);
    Ok(views.filter(|view| filter.keeps(view)).collect())
}

async fn every(tx: &mut OrgTx) -> Result<Vec<DynamicPolicyView>> {
    let rows = own_rows(tx, PolicyKind::Conditions).await?;
    let around = Around::load(tx).await?;
    rows.into_iter().map(|row| DynamicPolicyView::of(row, &around)).collect()
}
