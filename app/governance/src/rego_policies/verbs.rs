use model::Invalid;
use policy::{LARGEST_BYTES, PolicyKind, Rego, TestReport};
use store::OrgScope;

use super::{NewRegoPolicy, RegoPolicyChange, RegoPolicyView, document::sentence};
use crate::{
    Error, Governance, Result,
    policies::{Around, For, add, edit, own_row, own_rows},
};

/// One Rego policy.
pub async fn get(gov: &Governance, scope: &OrgScope, id: &str) -> Result<RegoPolicyView> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let row = own_row(&mut tx, id, Some(PolicyKind::Rego)).await?;
    RegoPolicyView::of(row, &Around::load(&mut tx).await?)
}

/// The Rego policies that this caller may see, oldest first.
pub async fn list(gov: &Governance, scope: &OrgScope) -> Result<Vec<RegoPolicyView>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let rows = own_rows(&mut tx, PolicyKind::Rego).await?;
    let around = Around::load(&mut tx).await?;
    rows.into_iter().map(|row| RegoPolicyView::of(row, &around)).collect()
}

/// Makes a Rego policy for the caller's workspace, or for the whole organisation; where changes are reviewed, a draft of it.
pub async fn create(gov: &Governance, scope: &OrgScope, new: NewRegoPolicy) -> Result<RegoPolicyView> {
    let (new, fields) = away(move || new.fields().map(|fields| (new, fields))).await?;
    let whom = For { tier: new.tier.as_deref(), organization: new.organization_id.as_deref(), tenant: None };
    let made = add(gov, scope, whom, &fields).await?;
    RegoPolicyView::of(made.row, &made.around)
}

/// Changes a Rego policy under its next version, or drafts that; what the change does not name stays.
pub async fn update(gov: &Governance, scope: &OrgScope, id: &str, change: RegoPolicyChange) -> Result<RegoPolicyView> {
    let written = edit(gov, scope, id, PolicyKind::Rego, |fields| change.onto(fields)).await?;
    RegoPolicyView::of(written.row, &written.around)
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
