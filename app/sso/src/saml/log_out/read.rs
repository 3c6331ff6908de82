use time::{Duration, OffsetDateTime};

use super::{
    REQUEST, RESPONSE,
    incoming::{Checked, Incoming},
};
use crate::{
    Refusal, Refused, SKEW, Step, Trail,
    refusal::quoted,
    saml::response::{conditions::moment, shape, statement},
    xml::{Element, PROTOCOL},
};

/// A message is carried by a browser, which takes seconds.
const LASTS: Duration = Duration::minutes(5);
/// More sessions of one person than any provider names at once.
const MOST_SESSIONS: usize = 50;
const LONGEST_INDEX: usize = 256;

/// A provider asks to end somebody's sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedOut {
    /// The message's id: it counts once, and the answer names it.
    pub id: String,
    /// Until when the id has to be remembered.
    pub remember_until: OffsetDateTime,
    /// What the provider calls the person.
    pub name_id: String,
    /// Which of their sessions; none means all.
    pub session_indexes: Vec<String>,
    /// What was checked on the way.
    pub trail: Trail,
}

/// Reads a provider's message that asks to end sessions. Costs some milliseconds of C code, as an answer to a sign-in does.
pub fn read_log_out(incoming: &Incoming<'_>) -> Result<AskedOut, Refused> {
    let mut trail = Trail::default();
    match asked(incoming, &mut trail) {
        Ok(asked) => Ok(AskedOut { trail, ..asked }),
        Err((step, why)) => Err(trail.refuse(step, why)),
    }
}

/// Reads a provider's answer to our own message; it has to answer that one, and say that the session there has ended.
pub fn read_log_out_answer(incoming: &Incoming<'_>, request_id: &str) -> Result<Trail, Refused> {
    let mut trail = Trail::default();
    match answered(incoming, request_id, &mut trail) {
        Ok(()) => Ok(trail),
        Err((step, why)) => Err(trail.refuse(step, why)),
    }
}

fn asked(incoming: &Incoming<'_>, trail: &mut Trail) -> Checked<AskedOut> {
    let root = incoming.open(REQUEST, trail)?;
    let until = is_current(&root, incoming.now).map_err(|why| (Step::Window, why))?;
    trail.held(Step::Window, "issued just now");
    let subject = |why| (Step::Subject, why);
    let name = statement::name_in(&root).map_err(subject)?;
    trail.held(Step::Subject, quoted(&name.name_id));
    Ok(AskedOut {
        id: shape::id(&root).map_err(|why| (Step::Shape, why))?,
        remember_until: until + SKEW,
        session_indexes: indexes(&root).map_err(subject)?,
        name_id: name.name_id,
        trail: Trail::default(),
    })
}

fn answered(incoming: &Incoming<'_>, request_id: &str, trail: &mut Trail) -> Checked<()> {
    let root = incoming.open(RESPONSE, trail)?;
    is_current(&root, incoming.now).map_err(|why| (Step::Window, why))?;
    trail.held(Step::Window, "issued just now");
    if root.attribute("InResponseTo") != Some(request_id) {
        return Err((Step::Request, Refusal::Request));
    }
    statement::succeeded(&root).map_err(|why| (Step::Status, why))
}

/// Signed messages name the address that they are for.
pub(super) fn is_for_us(root: &Element, slo_url: &str) -> Result<(), Refusal> {
    let found = root.attribute("Destination").ok_or(Refusal::Missing("for which address it is (Destination)"))?;
    if found == slo_url { Ok(()) } else { Err(Refusal::Destination { found: quoted(found), expected: quoted(slo_url) }) }
}

/// Issued lately, and not over by its own word. Gives the end.
fn is_current(root: &Element, now: OffsetDateTime) -> Result<OffsetDateTime, Refusal> {
    let issued = moment(root, "IssueInstant")?.ok_or(Refusal::Missing("when it was issued"))?;
    if now + SKEW < issued {
        return Err(Refusal::TooEarly);
    }
    let end = issued + LASTS;
    let said = moment(root, "NotOnOrAfter")?;
    if now - SKEW >= said.map_or(end, |said| said.min(end)) {
        return Err(Refusal::TooLate);
    }
    Ok(end)
}

fn indexes(root: &Element) -> Result<Vec<String>, Refusal> {
    let all: Vec<_> = root.all(PROTOCOL, "SessionIndex").map(|index| index.trimmed().to_owned()).collect();
    let fits = all.iter().all(|index| !index.is_empty() && index.len() <= LONGEST_INDEX);
    if fits && all.len() <= MOST_SESSIONS { Ok(all) } else { Err(Refusal::Missing("which sessions it means (SessionIndex)")) }
}
