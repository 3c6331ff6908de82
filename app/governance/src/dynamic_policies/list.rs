use std::cmp::Ordering;

use model::Invalid;
use policy::PolicyKind;
use store::{OrgScope, OrgTx, policies as stored};

use super::DynamicPolicyView;
use crate::{
    Governance, Result,
    policies::{own_rows, own_tenant},
};

/// Which dynamic policies a list shows, in the words of the wire. What is `None` does not filter.
#[derive(Debug, Clone, Default)]
pub struct DynamicFilter {
    /// Only this type.
    pub kind: Option<String>,
    /// Only this category.
    pub category: Option<String>,
    /// Only this tier.
    pub tier: Option<String>,
    /// Only policies of this organisation.
    pub organization_id: Option<String>,
    /// Only evaluated ones, or only others.
    pub enabled: Option<bool>,
    /// Rows to answer.
    pub limit: Option<usize>,
    /// Rows to skip.
    pub offset: Option<usize>,
    /// `name`, `type`, `category`, `priority`, `created_at` or `updated_at`; oldest first when unsaid.
    pub sort_by: Option<String>,
    /// `asc` or `desc`.
    pub sort_order: Option<String>,
    /// Only policies with this in their name, description or id.
    pub search: Option<String>,
}

/// The dynamic policies that this caller may see.
pub async fn list(gov: &Governance, scope: &OrgScope, filter: &DynamicFilter) -> Result<Vec<DynamicPolicyView>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let mut views = every(&mut tx).await?;
    views.retain(|view| filter.keeps(view));
    filter.sort(&mut views)?;
    Ok(views.into_iter().skip(filter.offset.unwrap_or(0)).take(filter.limit.unwrap_or(usize::MAX)).collect())
}

/// The dynamic policies in force for the caller's workspace, as their overrides have them.
pub async fn effective(gov: &Governance, scope: &OrgScope, filter: &DynamicFilter) -> Result<Vec<DynamicPolicyView>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let tenant = own_tenant(&mut tx).await?.to_string();
    let speaks = |view: &DynamicPolicyView| view.tenant_id.as_ref().is_none_or(|id| *id == tenant);
    let views = every(&mut tx).await?.into_iter().filter(speaks).map(applied);
    Ok(views.filter(|view| filter.keeps(view)).collect())
}

async fn every(tx: &mut OrgTx) -> Result<Vec<DynamicPolicyView>> {
    let (org, now) = (tx.org(), tx.now());
    let rows = own_rows(tx, PolicyKind::Conditions).await?;
    let overrides = stored::overrides(tx).await?;
    rows.into_iter().map(|row| DynamicPolicyView::of(row, org, &overrides, now)).collect()
}

fn applied(mut view: DynamicPolicyView) -> DynamicPolicyView {
    if let Some(change) = &view.override_in_force {
        view.action.clone_from(&change.action_override);
        view.enabled = change.enabled_override.unwrap_or(view.enabled);
    }
    view
}

impl DynamicFilter {
    fn keeps(&self, view: &DynamicPolicyView) -> bool {
        let is = |wanted: &Option<String>, value: &str| wanted.as_deref().is_none_or(|wanted| wanted == value);
        is(&self.kind, &view.kind)
            && is(&self.category, &view.category)
            && is(&self.tier, &view.tier)
            && is(&self.organization_id, &view.organization_id)
            && self.enabled.is_none_or(|enabled| enabled == view.enabled)
            && self.search.as_deref().is_none_or(|words| holds(view, words))
    }

    fn sort(&self, views: &mut [DynamicPolicyView]) -> Result<()> {
        let by: fn(&DynamicPolicyView, &DynamicPolicyView) -> Ordering = match self.sort_by.as_deref() {
            None | Some("created_at") => |a, b| a.created_at.cmp(&b.created_at),
            Some("name") => |a, b| a.name.to_lowercase().cmp(&b.name.to_lowercase()),
            Some("type") => |a, b| a.kind.cmp(&b.kind),
            Some("category") => |a, b| a.category.cmp(&b.category),
            Some("priority") => |a, b| a.priority.cmp(&b.priority),
            Some("updated_at") => |a, b| a.updated_at.cmp(&b.updated_at),
            Some(_) => return Err(Invalid::new("sort_by", "must be name, type, category, priority, created_at or updated_at").into()),
        };
        match self.sort_order.as_deref() {
            None | Some("asc") => views.sort_by(by),
            Some("desc") => views.sort_by(|a, b| by(b, a)),
            Some(_) => return Err(Invalid::new("sort_order", "must be asc or desc").into()),
        }
        Ok(())
    }
}

fn holds(view: &DynamicPolicyView, words: &str) -> bool {
    let words = words.to_lowercase();
    [&view.name, &view.description, &view.id].into_iter().any(|text| text.to_lowercase().contains(&words))
}
