use ledger::Deed;
use model::{DeedKind, PersonId, PersonalField, SessionId};
use store::{OrgScope, entry, members};

use super::suspend::lock;
use crate::{Error, Governance, Result};

/// Ends every session of a member; says how many. They may sign in again.
pub async fn end_all_sessions(gov: &Governance, scope: &OrgScope, person: PersonId) -> Result<u32> {
    end(gov, scope, person, None).await
}

/// Ends one session of a member.
pub async fn end_one_session(gov: &Governance, scope: &OrgScope, person: PersonId, session: SessionId) -> Result<()> {
    if end(gov, scope, person, Some(session)).await? == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Nothing ended, nothing recorded.
async fn end(gov: &Governance, scope: &OrgScope, person: PersonId, only: Option<SessionId>) -> Result<u32> {
    let mut tx = gov.pool().entry_tx().await?;
    let ended = entry::end_sessions(&mut tx, person, only, None).await?.unsigned_abs();
    let mut tx = tx.enter(scope).await?;
    let life = lock(&mut tx, person).await?;
    if ended == 0 {
        return Ok(0);
    }
    let deed =
        Deed::new(DeedKind::MemberSessionsEnded, person.as_uuid()).fact("ended", ended).personal(PersonalField::TargetPerson, life.email);
    let deed = only.into_iter().fold(deed, |deed, session| deed.target(session.to_string()));
    let acting = members::acting(&mut tx).await?;
    tx.commit(acting.sign(deed)).await?;
    Ok(ended)
}
