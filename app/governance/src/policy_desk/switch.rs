use policy::PolicyKind;
use store::OrgScope;

use super::entry::written_as;
use crate::{
    Governance, Result,
    dynamic_policies::{self, DynamicPolicyChange},
    policies,
    rego_policies::{self, RegoPolicyChange},
};

/// Puts a policy of the organisation's own in force or out of it, whatever its kind.
pub async fn set_enabled(gov: &Governance, scope: &OrgScope, id: &str, enabled: bool) -> Result<()> {
    match kind(gov, scope, id).await? {
        PolicyKind::Pattern => policies::toggle(gov, scope, id, enabled).await.map(|_| ()),
        PolicyKind::Conditions => {
            let change = DynamicPolicyChange { enabled: Some(enabled), ..DynamicPolicyChange::default() };
            dynamic_policies::update(gov, scope, id, change).await.map(|_| ())
        }
        PolicyKind::Rego => {
            let change = RegoPolicyChange { enabled: Some(enabled), ..RegoPolicyChange::default() };
            rego_policies::update(gov, scope, id, change).await.map(|_| ())
        }
    }
}

/// How a policy of the organisation's own is written.
pub async fn kind(gov: &Governance, scope: &OrgScope, id: &str) -> Result<PolicyKind> {
    let mut tx = gov.pool().org_tx(scope).await?;
    written_as(&policies::own_row(&mut tx, id, None).await?.fields)
}
