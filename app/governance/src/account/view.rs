use identity::sessions::IDLE_SECONDS;
use model::views::{AccountView, FactorState, SessionLine};
use store::entry::{self, PersonRow, SessionRow};

use crate::{
    Error, Governance, Result,
    sign_in::{SignedIn, needs_second_factor},
};

/// The account page.
pub async fn view(gov: &Governance, who: SignedIn) -> Result<AccountView> {
    let person = entry::find_person(gov.pool(), who.person).await?.ok_or(Error::NotFound)?;
    let memberships = entry::memberships(gov.pool(), who.person).await?;
    let sessions = entry::sessions_of(gov.pool(), who.person, gov.now(), IDLE_SECONDS).await?;
    Ok(AccountView {
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
