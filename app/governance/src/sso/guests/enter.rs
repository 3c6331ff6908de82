use std::sync::Arc;

use model::{BuiltInRole, Principal, RequestFacts, SetUpLinkId, SetUpLinkState, SsoMode};
use store::{
    OrgScope, OrgTx,
    entry::{self, SetUpLinkOwner},
    sso::{self as rows, ConnectionRow, SetUpLinkRow, set_up_links},
};
use time::OffsetDateTime;

use crate::{
    Error, Governance, Result,
    grants::Actor,
    sign_in::throttle::{self, Limit},
    sso::{connection, plan_allows, shown},
    tickets::Ticket,
};

/// Somebody with a link that we made; whether it still opens anything is asked inside the organisation.
pub(super) struct Guest {
    pub(super) owner: SetUpLinkOwner,
    pub(super) link: SetUpLinkId,
    pub(super) scope: OrgScope,
}

/// Reads a link. One that we did not make, or whose connection is gone, is not found.
pub(super) async fn enter(gov: &Governance, token: &str, facts: &Arc<RequestFacts>) -> Result<Guest> {
    let Some(Ticket::SetUp { link }) = Ticket::read(&gov.signing().mac, token) else { return Err(Error::NotFound) };
    let link = SetUpLinkId::from_uuid(link);
    let owner = entry::sso_set_up_link(gov.pool(), link).await?.ok_or(Error::NotFound)?;
    plan_allows(owner.tier)?;
    let scope = owner.scope(link).with_request(facts.clone());
    Ok(Guest { owner, link, scope })
}

/// The same, to do something that costs or changes: a link is good for so much of it.
pub(super) async fn enter_to_act(gov: &Governance, token: &str, facts: &Arc<RequestFacts>) -> Result<(Guest, SetUpLinkRow)> {
    let guest = enter(gov, token, facts).await?;
    throttle::count(gov, Limit::SetUpLink, &guest.link.to_string()).await?;
    let (link, _) = open(&mut gov.pool().org_tx(&guest.scope).await?, guest.link).await?;
    Ok((guest, link))
}

/// The link and its connection, while it opens something.
pub(in crate::sso) async fn open(tx: &mut OrgTx, link: SetUpLinkId) -> Result<(SetUpLinkRow, ConnectionRow)> {
    let row = set_up_links::find(tx, link).await?.ok_or(Error::NotFound)?;
    match state(tx, &row).await? {
        SetUpLinkState::Open => {}
        SetUpLinkState::Expired | SetUpLinkState::Revoked | SetUpLinkState::InUse => {
            return Err(Error::Refused("This link has ended. Ask for a new one.".to_owned()));
        }
    }
    let connection = connection::find(tx, row.connection()).await?;
    Ok((row, connection))
}

/// Whether a link opens anything now.
pub(super) async fn state(tx: &mut OrgTx, row: &SetUpLinkRow) -> Result<SetUpLinkState> {
    let maker_may = match row.made_by() {
        Some(person) => Actor::member(tx, person).await?.hand_out(BuiltInRole::Admin.permissions()).is_ok(),
        None => true,
    };
    let is_in_use = is_in_use(tx, row.connection()).await?;
    Ok(state_at((row.revoked_at, row.expires_at), maker_may, is_in_use, tx.now()))
}

fn state_at(
    (revoked_at, expires_at): (Option<OffsetDateTime>, OffsetDateTime),
    maker_may: bool,
    is_in_use: bool,
    now: OffsetDateTime,
) -> SetUpLinkState {
    if revoked_at.is_some() || !maker_may {
        SetUpLinkState::Revoked
    } else if expires_at <= now {
        SetUpLinkState::Expired
    } else if is_in_use {
        SetUpLinkState::InUse
    } else {
        SetUpLinkState::Open
    }
}

/// Whether people are led to a connection: whoever could change its provider then could come in as any of them.
pub(super) async fn is_in_use(tx: &mut OrgTx, connection: model::ConnectionId) -> Result<bool> {
    let domains = rows::domains(tx).await?;
    Ok(domains.iter().any(|domain| domain.connection() == Some(connection) && shown::mode(domain) != SsoMode::Off))
}

/// Notes on the link that its guest changed something; does nothing when a member acts. Decides the race with whoever takes
/// the link back.
pub(in crate::sso) async fn note_used(tx: &mut OrgTx) -> Result<()> {
    let Principal::Guest { link } = *tx.scope().principal() else { return Ok(()) };
    if set_up_links::note_used(tx, link).await? {
        return Ok(());
    }
    Err(Error::Refused("This link has ended. Ask for a new one.".to_owned()))
}

#[cfg(test)]
mod tests {
    use model::SetUpLinkState::{Expired, InUse, Open, Revoked};
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_link_is_open_until_one_of_its_ends() {
        let (until, early) = (datetime!(2026-03-08 12:00 UTC), datetime!(2026-03-08 11:59 UTC));

        assert_eq!(state_at((None, until), true, false, early), Open);
        assert_eq!(state_at((None, until), true, false, until), Expired);
        assert_eq!(state_at((Some(early), until), true, false, early), Revoked);
        assert_eq!(state_at((None, until), false, false, early), Revoked);
        assert_eq!(state_at((None, until), true, true, early), InUse);
    }
}
