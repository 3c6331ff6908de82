//! What lists of policies filter by, whatever the kind.

use gate::problem::Problem;
use governance::policies::PolicyFilter;

use crate::http::QueryText;

/// The filter that a query asks for.
pub(super) fn policy_filter(query: &QueryText) -> Result<PolicyFilter, Problem> {
    Ok(PolicyFilter {
        kind: query.text("type"),
        category: query.text("category"),
        tier: query.text("tier"),
        organization_id: query.text("organization_id"),
        enabled: query.flag("enabled")?,
        limit: query.number("limit")?,
        offset: query.number("offset")?,
        sort_by: query.text("sort_by"),
        sort_order: query.text("sort_order"),
        search: query.text("search"),
    })
}
