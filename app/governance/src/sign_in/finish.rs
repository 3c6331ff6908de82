use std::sync::Arc;

use ledger::Deed;
use model::{DeedKind, OrgId, RequestFacts};
use store::entry;

use super::{
    Proved, SignedIn,
    note::{self, Note},
    throttle::{self, Limit},
};
use crate::{Error, Governance, Result, account::own_deed};

/// Records the sign-in in every organisation that it opens, or in the one whose provider vouched for the person; nobody is signed
/// in before those records are durable.
pub async fn finish(gov: &Governance, proved: &Proved, facts: &Arc<RequestFacts>) -> Result<SignedIn> {
    let person = entry::find_person(gov.pool(), proved.person).await?;
    let person = person.filter(|person| person.disabled_at.is_none()).ok_or(Error::NotFound)?;
    let org = proved.by.provider();
    match org {
        Some(org) => by_provider(gov, org, proved, facts).await?,
        None => note::write(gov, &Note::signed_in(&person, proved.session, proved.by.method()), facts).await?,
    }
    throttle::forget(gov, Limit::Account, &person.email).await?;
    throttle::forget(gov, Limit::CodeOfPerson, &proved.person.to_string()).await?;
    metrics::counter!("axonflow_signed_in_total", "factor" => proved.by.method().as_str()).increment(1);
    Ok(SignedIn { person: proved.person, session: proved.session, since: gov.now(), by_provider_of: org })
}

/// The line of the log is there: it came with the assertion.
async fn by_provider(gov: &Governance, org: OrgId, proved: &Proved, facts: &Arc<RequestFacts>) -> Result<()> {
    let scope = own_deed::scope_within(gov, Some(org), proved.person, proved.session, facts).await?.ok_or(Error::NotFound)?;
    let deed = Deed::new(DeedKind::SignedIn, proved.session.as_uuid()).fact("factor", proved.by.method().as_str());
    gov.pool().org_tx(&scope).await?.commit(deed).await?;
    Ok(())
}
