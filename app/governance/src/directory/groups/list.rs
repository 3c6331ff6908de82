use scim::{Kind, list_response};
use serde_json::Value;
use store::{OrgScope, directory::groups};

use super::show::{Members, resources};
use crate::{
    Governance,
    directory::{Query, schemas},
};

/// The groups that meet a filter, oldest first.
pub async fn list(gov: &Governance, scope: &OrgScope, query: &Query) -> scim::Result<Value> {
    let _turn = gov.slow_reads.enter(scope.org()).await?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let (total, rows) = groups::list(&mut tx, query.condition.as_ref(), query.slice()).await?;
    let members = if query.projection.wants("members") { Members::Shown } else { Members::LeftOut };
    let mut shown = resources(gov, &mut tx, &rows, members).await?;
    let schemas = schemas()?;
    shown.iter_mut().for_each(|one| query.projection.apply(schemas, Kind::Group, one));
    let shown: Vec<Value> = shown.into_iter().map(Value::Object).collect();
    Ok(list_response(total, query.page, &shown))
}
