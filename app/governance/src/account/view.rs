use identity::sessions::IDLE_SECONDS;
use model::views::{AccountView, FactorState, PasskeyLine, SessionLine};
use store::entry::{self, PasskeyRow, PersonRow, SessionRow};

use super::factor::must_be_fresh;
use crate::{
    Error, Governance, Result, passkeys,
    sign_in::{SignedIn, needs_second_factor},
};

/// The account page.
pub async fn view(gov: &Governance, who: SignedIn) -> Result<AccountView> {
    let person = entry::find_person(gov.pool(), who.person).await?.ok_or(Error::NotFound)?;
    let memberships = entry::memberships(gov.pool(), who.person).await?;
    let sessions = entry::sessions_of(gov.pool(), who.person, gov.now(), IDLE_SECONDS).await?;
    let keys = entry::passkeys_of(gov.pool(), who.person).await?;
    let is_stale = who.by_provider_of.is_none() && must_be_fresh(who, gov.now()).is_err();
    Ok(AccountView {
        passkeys: keys.into_iter().map(passkey).collect(),
        passkeys_work_here: passkeys::work_here(gov),
        confirm_by: is_stale.then(|| person.factors()),
        factor: factor_state(&person),
        factor_required: needs_second_factor(&memberships),
        // The person's other sessions may be in organisations for which this one's provider does not speak.
        sessions: sessions
            .into_iter()
            .filter(|session| who.by_provider_of.is_none() || session.session() == who.session)
            .map(|session| line(session, who))
            .collect(),
        name: person.display_name,
        email: person.email,
    })
}

fn factor_state(person: &PersonRow) -> FactorState {
    person.totp_confirmed_at.map_or(FactorState::Off, |since| FactorState::On {
        since,
        recovery_codes_left: u32::try_from(person.recovery_left).unwrap_or_default(),
    })
}

fn passkey(row: PasskeyRow) -> PasskeyLine {
    PasskeyLine { id: row.id(), name: row.name, created_at: row.created_at, last_used_at: row.last_used_at }
}

fn line(session: SessionRow, who: SignedIn) -> SessionLine {
    SessionLine {
        id: session.session(),
        current: session.session() == who.session,
        user_agent: session.user_agent,
        ip: session.ip,
        created_at: session.created_at,
        last_seen_at: session.last_seen_at,
        ends_at: session.ends_at,
    }
}
