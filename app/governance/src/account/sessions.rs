use std::sync::Arc;

use ledger::Deed;
use model::{DeedKind, RequestFacts, SessionId};
use store::entry;
use uuid::Uuid;

use super::own_deed;
use crate::{Error, Governance, Result, sign_in::SignedIn};

/// Ends one session of the person; one of somebody else is not found.
pub async fn end_session(gov: &Governance, who: SignedIn, session: SessionId, facts: &Arc<RequestFacts>) -> Result<()> {
    who.must_be_own()?;
    if end(gov, who, Which::Only(session), facts).await? == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Ends every session of the person but this one; says how many.
pub async fn end_other_sessions(gov: &Governance, who: SignedIn, facts: &Arc<RequestFacts>) -> Result<u32> {
    who.must_be_own()?;
    end(gov, who, Which::Others, facts).await
}

/// Ends the session that asks; one that had ended already is no error.
pub async fn sign_out(gov: &Governance, who: SignedIn, facts: &Arc<RequestFacts>) -> Result<()> {
    end(gov, who, Which::Only(who.session), facts).await.map(|_ended| ())
}

#[derive(Clone, Copy)]
enum Which {
    Only(SessionId),
    Others,
}

/// Nothing ended, nothing recorded.
async fn end(gov: &Governance, who: SignedIn, which: Which, facts: &Arc<RequestFacts>) -> Result<u32> {
    let scope = own_deed::scope_within(gov, who.by_provider_of, who.person, who.session, facts).await?;
    let (only, keep) = match which {
        Which::Only(session) => (Some(session), None),
        Which::Others => (None, Some(who.session)),
    };
    let mut tx = gov.pool().entry_tx().await?;
    let ended = entry::end_sessions(&mut tx, who.person, only, keep).await?.unsigned_abs();
    if ended > 0 {
        let deed = Deed::new(DeedKind::SessionEnded, Uuid::new_v4()).fact("ended", ended);
        let deed = only.into_iter().fold(deed, |deed, session| deed.target(session.to_string()));
        own_deed::commit(tx, scope.as_ref(), deed).await?;
    }
    Ok(ended)
}
