use std::sync::Arc;

use ledger::Deed;
use model::{DeedKind, RequestFacts};
use store::entry;

use super::{
    Proved, SignedIn,
    throttle::{self, Limit},
};
use crate::{Error, Governance, Result, account::own_deed};

/// Records the sign-in in the person's first organisation; nobody is signed in before that record is durable.
pub async fn finish(gov: &Governance, proved: &Proved, facts: &Arc<RequestFacts>) -> Result<SignedIn> {
    let person = entry::find_person(gov.pool(), proved.person).await?;
    let person = person.filter(|person| person.disabled_at.is_none()).ok_or(Error::NotFound)?;
    if let Some(scope) = own_deed::scope(gov, proved.person, proved.session, facts).await? {
        let deed = Deed::new(DeedKind::SignedIn, proved.session.as_uuid()).fact("factor", proved.by.as_str());
        gov.pool().org_tx(&scope).await?.commit(deed).await?;
    }
    throttle::forget(gov, Limit::Account, &person.email).await?;
    throttle::forget(gov, Limit::CodeOfPerson, &proved.person.to_string()).await?;
    metrics::counter!("axonflow_signed_in_total", "factor" => proved.by.as_str()).increment(1);
    Ok(SignedIn { person: proved.person, session: proved.session, since: gov.now() })
}
