use policy::PolicyKind;
use store::{OrgScope, policies as stored};

use super::{DynamicPolicyChange, DynamicPolicyView, NewDynamicPolicy};
use crate::{
    Governance, Result,
    policies::{For, add, edit, own_row, remove},
};

/// One dynamic policy.
pub async fn get(gov: &Governance, scope: &OrgScope, id: &str) -> Result<DynamicPolicyView> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let row = own_row(&mut tx, id, Some(PolicyKind::Conditions)).await?;
    let overrides = stored::overrides(&mut tx).await?;
    DynamicPolicyView::of(row, tx.org(), &overrides, tx.now())
}

/// Makes a dynamic policy for the caller's workspace, or for the whole organisation.
pub async fn create(gov: &Governance, scope: &OrgScope, new: NewDynamicPolicy) -> Result<DynamicPolicyView> {
    let whom = For { tier: new.tier.as_deref(), organization: new.organization_id.as_deref() };
    let made = add(gov, scope, whom, &new.fields()?).await?;
    DynamicPolicyView::of(made, scope.org(), &[], gov.now())
}

/// Changes a dynamic policy under its next version; what the change does not name stays.
pub async fn update(gov: &Governance, scope: &OrgScope, id: &str, change: DynamicPolicyChange) -> Result<DynamicPolicyView> {
    let (row, overrides) = edit(gov, scope, id, PolicyKind::Conditions, |fields| change.onto(fields)).await?;
    DynamicPolicyView::of(row, scope.org(), &overrides, gov.now())
}

/// Takes a dynamic policy out of force; its versions stay.
pub async fn delete(gov: &Governance, scope: &OrgScope, id: &str) -> Result<()> {
    remove(gov, scope, id, PolicyKind::Conditions).await
}
