use model::Invalid;
use policy::{LARGEST_BYTES, PolicyKind, Rego, TestReport};
use store::OrgScope;

use super::{NewRegoPolicy, RegoPolicyChange, RegoPolicyView, document::sentence};
use crate::{
    Error, Governance, Result,
    policies::{For, add, edit, own_row, own_rows, remove},
};

/// One Rego policy.
pub async fn get(gov: &Governance, scope: &OrgScope, id: &str) -> Result<RegoPolicyView> {
    let mut tx = gov.pool().org_tx(scope).await?;
    RegoPolicyView::of(own_row(&mut tx, id, Some(PolicyKind::Rego)).await?, tx.org())
}

/// The Rego policies that this caller may see, oldest first.
pub async fn list(gov: &Governance, scope: &OrgScope) -> Result<Vec<RegoPolicyView>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let org = tx.org();
    own_rows(&mut tx, PolicyKind::Rego).await?.into_iter().map(|row| RegoPolicyView::of(row, org)).collect()
}

/// Makes a Rego policy for the caller's workspace, or for the whole organisation.
pub async fn create(gov: &Governance, scope: &OrgScope, new: NewRegoPolicy) -> Result<RegoPolicyView> {
    let (new, fields) = away(move || new.fields().map(|fields| (new, fields))).await?;
    let whom = For { tier: new.tier.as_deref(), organization: new.organization_id.as_deref() };
    RegoPolicyView::of(add(gov, scope, whom, &fields).await?, scope.org())
}

/// Changes a Rego policy under its next version; what the change does not name stays.
pub async fn update(gov: &Governance, scope: &OrgScope, id: &str, change: RegoPolicyChange) -> Result<RegoPolicyView> {
    let (row, _) = edit(gov, scope, id, PolicyKind::Rego, |fields| change.onto(fields)).await?;
    RegoPolicyView::of(row, scope.org())
}

/// Takes a Rego policy out of force; its versions stay.
pub async fn delete(gov: &Governance, scope: &OrgScope, id: &str) -> Result<()> {
    remove(gov, scope, id, PolicyKind::Rego).await
}

/// Runs the tests of a module that need not be stored; nothing is recorded.
pub async fn test(source: String, tests: String) -> Result<TestReport> {
    if tests.len() > LARGEST_BYTES {
        return Err(Invalid::new("tests", format!("are larger than {LARGEST_BYTES} bytes")).into());
    }
    away(move || Rego::test(&source, &tests).map_err(|error| Invalid::new("source", sentence(&error)).into())).await
}

/// A module may take its time; the event loop does not wait for it.
async fn away<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::broken)?
}
