use std::cmp::Ordering;

use model::{Invalid, Severity};
use policy::{PolicyKind, system_policies};
use serde::Deserialize;
use store::{OrgScope, OrgTx, orgs, policies};

use super::{PolicyView, get::own_rows};
use crate::{Governance, Result};

/// Which policies a list shows, in the words of the wire. What is `None` does not filter.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PolicyFilter {
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
    /// `name`, `category`, `severity`, `priority`, `created_at` or `updated_at`; shipped ones first when unsaid.
    pub sort_by: Option<String>,
    /// `asc` or `desc`.
    pub sort_order: Option<String>,
    /// Only policies with this in their name, description or id.
    pub search: Option<String>,
}

/// Shipped and own policies.
pub async fn list(gov: &Governance, scope: &OrgScope, filter: &PolicyFilter) -> Result<Vec<PolicyView>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let mut views = every(&mut tx).await?;
    views.retain(|view| filter.keeps(view));
    filter.sort(&mut views)?;
    Ok(views.into_iter().skip(filter.offset.unwrap_or(0)).take(filter.limit.unwrap_or(usize::MAX)).collect())
}

/// Every shipped and pattern policy that this caller may see, shipped ones first, each with its override.
pub(super) async fn every(tx: &mut OrgTx) -> Result<Vec<PolicyView>> {
    let (org, now) = (tx.org(), tx.now());
    let since = orgs::this(tx).await?.created_at;
    let rows = own_rows(tx, PolicyKind::Pattern).await?;
    let overrides = policies::overrides(tx).await?;
    let own = rows.into_iter().map(|row| PolicyView::own(row, org));
    let shipped = system_policies().iter().map(|policy| PolicyView::shipped(policy, since));
    Ok(shipped.chain(own).map(|view| view.under(&overrides, now)).collect())
}

impl PolicyFilter {
    fn keeps(&self, view: &PolicyView) -> bool {
        let is = |wanted: &Option<String>, value: &str| wanted.as_deref().is_none_or(|wanted| wanted == value);
        is(&self.category, &view.category)
            && is(&self.tier, &view.tier)
            && is(&self.organization_id, view.organization_id.as_deref().unwrap_or_default())
            && self.enabled.is_none_or(|enabled| enabled == view.enabled)
            && self.search.as_deref().is_none_or(|words| holds(view, words))
    }

    fn sort(&self, views: &mut [PolicyView]) -> Result<()> {
        let by: fn(&PolicyView, &PolicyView) -> Ordering = match self.sort_by.as_deref() {
            None => return Ok(()),
            Some("name") => |a, b| a.name.to_lowercase().cmp(&b.name.to_lowercase()),
            Some("category") => |a, b| a.category.cmp(&b.category),
            Some("severity") => |a, b| Severity::parse(&a.severity).cmp(&Severity::parse(&b.severity)),
            Some("priority") => |a, b| a.priority.cmp(&b.priority),
            Some("created_at") => |a, b| a.created_at.cmp(&b.created_at),
            Some("updated_at") => |a, b| a.updated_at.cmp(&b.updated_at),
            Some(_) => {
                return Err(Invalid::new("sort_by", "must be name, category, severity, priority, created_at or updated_at").into());
            }
        };
        match self.sort_order.as_deref() {
            None | Some("asc") => views.sort_by(by),
            Some("desc") => views.sort_by(|a, b| by(b, a)),
            Some(_) => return Err(Invalid::new("sort_order", "must be asc or desc").into()),
        }
        Ok(())
    }
}

fn holds(view: &PolicyView, words: &str) -> bool {
    let words = words.to_lowercase();
    [&view.name, &view.description, &view.id].into_iter().any(|text| text.to_lowercase().contains(&words))
}

#[cfg(test)]
mod tests {
    use time::OffsetDateTime;

    use super::*;

    fn shipped() -> Vec<PolicyView> {
        system_policies().iter().map(|policy| PolicyView::shipped(policy, OffsetDateTime::UNIX_EPOCH)).collect()
    }

    #[test]
    fn the_filters_narrow_together() {
        let filter = PolicyFilter {
            category: Some("security-sqli".to_owned()),
            tier: Some("system".to_owned()),
            search: Some("UNION".to_owned()),
            ..PolicyFilter::default()
        };

        let ids: Vec<_> = shipped().into_iter().filter(|view| filter.keeps(view)).map(|view| view.id).collect();

        assert_eq!(ids, ["sys_sqli_union"]);
        assert!(!shipped().iter().any(|view| PolicyFilter { organization_id: Some("x".to_owned()), ..filter.clone() }.keeps(view)));
    }

    #[test]
    fn sorting_by_severity_puts_the_worst_first_and_unknown_words_are_refused() {
        let mut views = shipped();
        let by = |by: &str, order: Option<&str>| PolicyFilter {
            sort_by: Some(by.to_owned()),
            sort_order: order.map(str::to_owned),
            ..PolicyFilter::default()
        };

        by("severity", None).sort(&mut views).unwrap();

        assert_eq!(views.first().map(|view| view.severity.as_str()), Some("critical"));
        assert!(by("weather", None).sort(&mut views).is_err() && by("name", Some("up")).sort(&mut views).is_err());
    }
}
