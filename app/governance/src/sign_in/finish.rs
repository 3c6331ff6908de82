use std::sync::Arc;

use ledger::Deed;
use model::{DeedKind, RequestFacts};
use store::entry;

use super::{
    Proved, SignedIn,
    throttle::{self, Limit},
};
use crate::{Error, Governance, Result, account::own_deed};

/// Records the sign-in in the person's first organisation, or in the one whose provider vouched for them; nobody is signed in before that record is durable.
pub async fn finish(gov: &Governance, proved: &Proved, facts: &Arc<RequestFacts>) -> Result<SignedIn> {
    let person = entry::find_person(gov.pool(), proved.person).await?;
    let person = person.filter(|person| person.disabled_at.is_none()).ok_or(Error::NotFound)?;
    let org = proved.by.provider();
    let scope = own_deed::scope_within(gov, org, proved.person, proved.session, facts).await?;
    if org.is_some() && scope.is_none() {
        return Err(Error::NotFound);
    }
    if let Some(scope) = scope {
        let deed = Deed::new(DeedKind::SignedIn, proved.session.as_uuid()).fact("factor", proved.by.as_str());
        gov.pool().org_tx(&scope).await?.commit(deed).await?;
    }
    throttle::forget(gov, Limit::Account, &person.email).await?;
    throttle::forget(gov, Limit::CodeOfPerson, &proved.person.to_string()).await?;
    metrics::counter!("axonflow_signed_in_total", "factor" => proved.by.as_str()).increment(1);
    Ok(SignedIn { person: proved.person, session: proved.session, since: gov.now(), by_provider_of: org })
}
