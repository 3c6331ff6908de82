use policy::PolicyKind;
use store::OrgScope;

use super::{DynamicPolicyChange, DynamicPolicyView, NewDynamicPolicy};
use crate::{
    Governance, Result,
    policies::{Around, For, add, edit, own_row},
};

/// One dynamic policy.
pub async fn get(gov: &Governance, scope: &OrgScope, id: &str) -> Result<DynamicPolicyView> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let row = own_row(&mut tx, id, Some(PolicyKind::Conditions)).await?;
    DynamicPolicyView::of(row, &Around::load(&mut tx).await?)
}

/// Makes a dynamic policy for the caller's workspace, or for the whole organisation; where changes are reviewed, a draft of it.
pub async fn create(gov: &Governance, scope: &OrgScope, new: NewDynamicPolicy) -> Result<DynamicPolicyView> {
    let whom = For { tier: new.tier.as_deref(), organization: new.organization_id.as_deref(), tenant: None };
    let made = add(gov, scope, whom, &new.fields()?).await?;
    DynamicPolicyView::of(made.row, &made.around)
}

/// Changes a dynamic policy under its next version, or drafts that; what the change does not name stays.
pub async fn update(gov: &Governance, scope: &OrgScope, id: &str, change: DynamicPolicyChange) -> Result<DynamicPolicyView> {
    let written = edit(gov, scope, id, PolicyKind::Conditions, |fields| change.onto(fields)).await?;
    DynamicPolicyView::of(written.row, &written.around)
}
