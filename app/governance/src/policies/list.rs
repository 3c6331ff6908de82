use std::cmp::Ordering;

use model::{Invalid, Severity};
use policy::{PolicyKind, system_policies};
use serde::Deserialize;
use store::{OrgScope, OrgTx, orgs};

use super::{
    PolicyView,
    around::Around,
    get::own_rows,
    listed::{Head, Listed},
};
use crate::{Governance, Result};

/// Which policies a list shows, in the words of the wire. What is `None` does not filter.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PolicyFilter {
    /// Only this type, of those that have one.
    #[serde(rename = "type")]
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
    /// `name`, `type`, `category`, `severity`, `priority`, `created_at` or `updated_at`; shipped ones first, then the oldest, when
    /// unsaid.
    pub sort_by: Option<String>,
    /// `asc` or `desc`.
    pub sort_order: Option<String>,
    /// Only policies with this in their name, description or id.
    pub search: Option<String>,
}

/// Shipped and own policies.
pub async fn list(gov: &Governance, scope: &OrgScope, filter: &PolicyFilter) -> Result<Vec<PolicyView>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    filter.pick(every(&mut tx).await?)
}

/// Every shipped and pattern policy that this caller may see, shipped ones first, each with its override.
pub(super) async fn every(tx: &mut OrgTx) -> Result<Vec<PolicyView>> {
    let since = orgs::this(tx).await?.created_at;
    let rows = own_rows(tx, PolicyKind::Pattern).await?;
    let around = Around::load(tx).await?;
    let own = rows.into_iter().map(|row| PolicyView::own(row, &around));
    let shipped = system_policies().iter().map(|policy| PolicyView::shipped(policy, since, &around));
    Ok(shipped.chain(own).collect())
}

impl PolicyFilter {
    /// The views that the filter keeps, in its order, on its page.
    pub(crate) fn pick<V: Listed>(&self, mut views: Vec<V>) -> Result<Vec<V>> {
        views.retain(|view| self.keeps(view));
        self.sort(&mut views)?;
        Ok(views.into_iter().skip(self.offset.unwrap_or(0)).take(self.limit.unwrap_or(usize::MAX)).collect())
    }

    /// Whether a list shows it.
    pub(crate) fn keeps(&self, view: &impl Listed) -> bool {
        let head = view.head();
        let is = |wanted: &Option<String>, value: &str| wanted.as_deref().is_none_or(|wanted| wanted == value);
        is(&self.kind, head.kind)
            && is(&self.category, head.category)
            && is(&self.tier, head.tier)
            && is(&self.organization_id, head.organization)
            && self.enabled.is_none_or(|enabled| enabled == head.enabled)
            && self.search.as_deref().is_none_or(|words| holds(&head, words))
    }

    fn sort<V: Listed>(&self, views: &mut [V]) -> Result<()> {
        let by: fn(&Head<'_>, &Head<'_>) -> Ordering = match self.sort_by.as_deref() {
            None => return Ok(()),
            Some("name") => |a, b| a.name.to_lowercase().cmp(&b.name.to_lowercase()),
            Some("type") => |a, b| a.kind.cmp(b.kind),
            Some("category") => |a, b| a.category.cmp(b.category),
            Some("severity") => |a, b| Severity::parse(a.severity).cmp(&Severity::parse(b.severity)),
            Some("priority") => |a, b| a.priority.cmp(&b.priority),
            Some("created_at") => |a, b| a.created_at.cmp(&b.created_at),
            Some("updated_at") => |a, b| a.updated_at.cmp(&b.updated_at),
            Some(_) => {
                let known = "must be name, type, category, severity, priority, created_at or updated_at";
                return Err(Invalid::new("sort_by", known).into());
            }
        };
        match self.sort_order.as_deref() {
            None | Some("asc") => views.sort_by(|a, b| by(&a.head(), &b.head())),
            Some("desc") => views.sort_by(|a, b| by(&b.head(), &a.head())),
            Some(_) => return Err(Invalid::new("sort_order", "must be asc or desc").into()),
        }
        Ok(())
    }
}

fn holds(head: &Head<'_>, words: &str) -> bool {
    let words = words.to_lowercase();
    [head.name, head.description, head.id].into_iter().any(|text| text.to_lowercase().contains(&words))
}

#[cfg(test)]
mod tests {
    use model::Id;
    use time::OffsetDateTime;
    use uuid::Uuid;

    use super::*;

    fn shipped() -> Vec<PolicyView> {
        let around = Around::none(Id::from_uuid(Uuid::nil()), OffsetDateTime::UNIX_EPOCH);
        system_policies().iter().map(|policy| PolicyView::shipped(policy, OffsetDateTime::UNIX_EPOCH, &around)).collect()
    }

    #[test]
    fn the_filters_narrow_together() {
        let filter = PolicyFilter {
            category: Some("security-sqli".to_owned()),
            tier: Some("system".to_owned()),
            search: Some("UNION".to_owned()),
            ..PolicyFilter::default()
        };

        let ids: Vec<_> = filter.pick(shipped()).unwrap().into_iter().map(|view| view.id).collect();

        assert_eq!(ids, ["sys_sqli_union"]);
        assert!(!shipped().iter().any(|view| PolicyFilter { organization_id: Some("x".to_owned()), ..filter.clone() }.keeps(view)));
    }

    #[test]
    fn sorting_by_severity_puts_the_worst_first_and_unknown_words_are_refused() {
        let by = |by: &str, order: Option<&str>| PolicyFilter {
            sort_by: Some(by.to_owned()),
            sort_order: order.map(str::to_owned),
            ..PolicyFilter::default()
        };

        let views = by("severity", None).pick(shipped()).unwrap();

        assert_eq!(views.first().map(|view| view.severity.as_str()), Some("critical"));
        assert!(by("weather", None).pick(shipped()).is_err() && by("name", Some("up")).pick(shipped()).is_err());
    }
}
