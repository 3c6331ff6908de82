use model::OrgId;
use serde::{Deserialize, Serialize};
use store::OrgScope;
use time::OffsetDateTime;

use super::{
    PolicyView,
    create::own_tenant,
    list::every,
    listed::{Listed, applied},
};
use crate::{Governance, Result};

/// Which policies are asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct EffectiveFilter {
    /// Only this category.
    pub category: Option<String>,
    /// Also those that are not evaluated.
    pub include_disabled: bool,
    /// Not those that an override changes, when false.
    pub include_overridden: Option<bool>,
}

/// The policies as they are in force for the caller, overrides applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EffectivePolicies {
    /// The policies.
    #[serde(rename = "static")]
    pub policies: Vec<PolicyView>,
    /// Kept for readers that look for them; this product has one kind of policy.
    pub dynamic: Vec<PolicyView>,
    /// The workspace.
    pub tenant_id: String,
    /// The organisation.
    pub organization_id: OrgId,
    /// When this was true.
    #[serde(with = "time::serde::rfc3339")]
    pub computed_at: OffsetDateTime,
}

/// What is in force for the caller now.
pub async fn effective(gov: &Governance, scope: &OrgScope, filter: &EffectiveFilter) -> Result<EffectivePolicies> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let tenant = own_tenant(&mut tx).await?.to_string();
    let views = every(&mut tx).await?;
    let policies = views.into_iter().filter(|view| view.speaks_for(&tenant)).map(applied).filter(|view| filter.keeps(view)).collect();
    Ok(EffectivePolicies { policies, dynamic: Vec::new(), organization_id: tx.org(), computed_at: tx.now(), tenant_id: tenant })
}

impl EffectiveFilter {
    fn keeps(&self, view: &PolicyView) -> bool {
        self.category.as_deref().is_none_or(|category| category == view.category)
            && (self.include_disabled || view.enabled)
            && (self.include_overridden != Some(false) || !view.has_override)
    }
}
