use std::sync::Arc;

use ledger::Deed;
use model::{OrgId, PersonId, RequestFacts, SessionId};
use store::{EntryTx, OrgScope, entry};

use crate::{Governance, Result};

/// The organisation that records what a person does to their own account; `None` while they belong to none.
///
/// Asked before a transaction begins, so that no request holds two connections.
pub(crate) async fn scope(gov: &Governance, person: PersonId, session: SessionId, facts: &Arc<RequestFacts>) -> Result<Option<OrgScope>> {
    scope_within(gov, None, person, session, facts).await
}

/// The same, in `org` alone when one is named.
pub(crate) async fn scope_within(
    gov: &Governance,
    org: Option<OrgId>,
    person: PersonId,
    session: SessionId,
    facts: &Arc<RequestFacts>,
) -> Result<Option<OrgScope>> {
    let memberships = entry::memberships(gov.pool(), person).await?;
    let member = memberships.iter().find(|member| org.is_none_or(|org| member.org == org));
    Ok(member.map(|member| member.scope(session).with_request(facts.clone())))
}

/// Commits a change to an account together with its record.
pub(crate) async fn commit(tx: EntryTx, scope: Option<&OrgScope>, deed: Deed) -> Result<()> {
    match scope {
        Some(scope) => tx.enter(scope).await?.commit(deed).await.map(|_recorded| ())?,
        None => tx.commit().await?,
    }
    Ok(())
}
