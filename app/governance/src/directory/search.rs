use scim::list_response;
use serde_json::Value;
use store::OrgScope;

use super::{Query, groups, users};
use crate::Governance;

/// People who meet a filter, then groups that do, as one list. Both queries are about the same page.
pub async fn search(gov: &Governance, scope: &OrgScope, (people, teams): (Query, Query)) -> scim::Result<Value> {
    let page = people.page;
    let (found_people, mut resources) = read(users::list(gov, scope, &people).await?);
    let left = page.count - i64::try_from(resources.len()).unwrap_or(page.count);
    let start_index = (page.start_index - found_people).max(1);
    let teams = Query { page: scim::Page { start_index, count: left }, ..teams };
    let (found_teams, more) = read(groups::list(gov, scope, &teams).await?);
    resources.extend(more);
    Ok(list_response(found_people + found_teams, page, &resources))
}

fn read(mut listed: Value) -> (i64, Vec<Value>) {
    let total = listed.get("totalResults").and_then(Value::as_i64).unwrap_or_default();
    let resources = listed.get_mut("Resources").map(Value::take);
    (total, if let Some(Value::Array(resources)) = resources { resources } else { Vec::new() })
}
