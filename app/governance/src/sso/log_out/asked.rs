use std::sync::Arc;

use ledger::Deed;
use model::{ConnectionId, DeedKind, PersonalField, RequestFacts};
use sso::{
    Refusal, Refused, Step,
    saml::{self, AskedOut, Incoming, Outgoing},
};
use store::{
    OrgScope,
    entry::{self, ConnectionOwner},
    sso::{self as rows, ConnectionRow},
};
use uuid::Uuid;

use super::{
    LogOutMessage,
    origin::{index_digest, subject_digest},
};
use crate::{
    Error, Governance, Result,
    sign_in::throttle::{self, Limit},
    sign_ins::support_code,
    sso::{
        connection::{self, Protocol},
        finish::Visit,
        judge::SLOTS,
        log,
    },
};

/// What became of a provider's wish to end somebody's sessions here.
#[derive(Debug)]
pub enum EndedThere {
    /// They have ended; this tells the provider.
    Answer(Outgoing),
    /// They have ended; the provider has no place for an answer.
    NoPlace,
    /// It was refused; an administrator finds why by the code.
    Refused(String),
}

/// Ends the sessions that a provider's signed message names: those of one person by one connection, in one commit with the record
/// and with the memory of the message, which counts once. They end whether the connection is on or off.
pub async fn end_by_provider(
    gov: &Governance,
    slug: &str,
    connection: ConnectionId,
    (message, relay_state): (LogOutMessage, &str),
    facts: &Arc<RequestFacts>,
) -> Result<EndedThere> {
    throttle::count(gov, Limit::SsoUnsolicited, &throttle::source(facts.ip.as_deref())).await?;
    let owner = entry::sso_connection(gov.pool(), connection).await?.filter(|owner| owner.slug == slug).ok_or(Error::NotFound)?;
    let scope = owner.scope().with_request(facts.clone());
    let row = connection::find(&mut gov.pool().org_tx(&scope).await?, connection).await?;
    let Protocol::Saml(idp) = connection::protocol(&row)? else { return Err(Error::NotFound) };
    let (sp, now, by) = (connection::service_provider(gov, slug, connection), gov.now(), idp.clone());
    let to = sp.clone();
    let read = SLOTS.run(move || saml::read_log_out(&Incoming { carried: message.carried(), idp: &by, sp: &to, now })).await?;
    let asked = match read {
        Ok(asked) => asked,
        Err(refused) => return refuse(gov, &owner, &scope, &row, refused).await,
    };
    if !end(gov, &scope, &row, &asked).await? {
        return refuse(gov, &owner, &scope, &row, asked.trail.refuse(Step::Request, Refusal::Replayed)).await;
    }
    let keys = rows::keys_of(&mut gov.pool().org_tx(&scope).await?, connection).await?;
    let key = connection::signing_key(gov, &scope, connection, &keys).await?;
    let answer = saml::answer_log_out((&idp, &sp), key.as_ref(), &asked.id, relay_state, now, &mut rand::rng());
    Ok(answer.map_err(Error::broken)?.map_or(EndedThere::NoPlace, EndedThere::Answer))
}

/// False when the message was used before.
async fn end(gov: &Governance, scope: &OrgScope, row: &ConnectionRow, asked: &AskedOut) -> Result<bool> {
    let connection = row.connection();
    let indexes: Vec<_> = asked.session_indexes.iter().map(|index| index_digest(connection, index)).collect();
    let mut tx = gov.pool().org_tx(scope).await?;
    if !rows::remember_assertion(&mut tx, connection, &format!("log-out {}", asked.id), asked.remember_until).await? {
        return Ok(false);
    }
    let only = (!indexes.is_empty()).then_some(indexes.as_slice());
    let ended = entry::end_sessions_by_provider(&mut tx, &subject_digest(connection, &asked.name_id), only).await?;
    let deed = Deed::new(DeedKind::SessionEnded, Uuid::now_v7()).target(row.fields.name.as_str());
    let deed = deed.fact("ended", ended).fact("by", "provider").personal(PersonalField::TargetPerson, asked.name_id.as_str());
    tx.commit(deed).await?;
    Ok(true)
}

async fn refuse(gov: &Governance, owner: &ConnectionOwner, scope: &OrgScope, row: &ConnectionRow, refused: Refused) -> Result<EndedThere> {
    let visit = Visit { gov, slug: &owner.slug, scope, row, is_test: false, code: support_code(&mut rand::rng()) };
    let report = log::refused(&visit, &refused, None).await?;
    Ok(EndedThere::Refused(report.support_code))
}
