//! A provider's answer: shape, issuer, signature, then what was signed, and nothing else.

pub(super) mod conditions;
pub(super) mod shape;
pub(super) mod signed;
pub(super) mod statement;

use base64::{Engine, engine::general_purpose::STANDARD};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{IdentityProvider, ProviderSession, ServiceProvider};
use crate::{Refusal, Refused, Step, Trail, refusal::quoted, xml::Element};

/// The largest answer: a person in two hundred groups makes some 20 kB.
pub(super) const MOST_BYTES: usize = 64 * 1024;

/// What came in, and what it has to fit.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The field `SAMLResponse`, as it was sent.
    pub encoded: &'a str,
    /// Who has to have signed it.
    pub idp: &'a IdentityProvider,
    /// Whom it has to be for.
    pub sp: &'a ServiceProvider,
    /// The id of the request that this browser made; nothing when the sign-in began at the provider.
    pub request_id: Option<&'a str>,
    /// Now.
    pub now: OffsetDateTime,
}

/// What a provider said, signed, for us, now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assertion {
    /// Its id: it may be used once.
    pub id: String,
    /// Until when the id has to be remembered.
    pub remember_until: OffsetDateTime,
    /// What the provider calls the person, and their session with it.
    pub session: ProviderSession,
    /// Name and values, in the order in which they came.
    pub attributes: Vec<(String, Vec<String>)>,
    /// What was checked on the way.
    pub trail: Trail,
}

/// Checks an answer. Costs some milliseconds of C code, so it belongs off the event loop.
pub fn verify(answer: &Answer<'_>) -> Result<Assertion, Refused> {
    let mut trail = Trail::default();
    let whole = match open(answer.encoded) {
        Ok(whole) => whole,
        Err(why) => return Err(trail.refuse(Step::Shape, why)),
    };
    match checked(answer, &whole, &mut trail) {
        Ok(assertion) => Ok(Assertion { trail, ..assertion }),
        Err((step, why)) => Err(trail.refuse(step, why)),
    }
}

/// The text of an answer; line breaks inside base64 are usual.
pub(super) fn open(encoded: &str) -> Result<String, Refusal> {
    if encoded.len() > MOST_BYTES * 3 / 2 {
        return Err(crate::xml::XmlFault::TooLarge.into());
    }
    let packed: String = encoded.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let bytes = STANDARD.decode(packed).map_err(|_| Refusal::NotBase64)?;
    String::from_utf8(bytes).map_err(|_| crate::xml::XmlFault::NotUtf8.into())
}

type Checked<T> = Result<T, (Step, Refusal)>;

fn checked(answer: &Answer<'_>, xml: &str, trail: &mut Trail) -> Checked<Assertion> {
    let root = shape::read_response(xml).map_err(|why| (Step::Shape, why))?;
    let outline = shape::outline(&root).map_err(|why| (Step::Shape, why))?;
    trail.held(Step::Shape, "one assertion, nothing around it");
    statement::succeeded(&root).map_err(|why| (Step::Status, why))?;
    trail.held(Step::Status, "success");
    statement::issued_by(&root, &answer.idp.entity_id).map_err(|why| (Step::Issuer, why))?;
    trail.held(Step::Issuer, quoted(&answer.idp.entity_id));
    let (signed, seen) = signed::signed_part(xml, &outline, answer).map_err(|why| (Step::Signature, why))?;
    trail.held(Step::Signature, seen);
    // From here on only `signed` says what was asserted; the outer response may only make things worse.
    let assertion = shape::assertion_in(&signed).map_err(|why| (Step::Signature, why))?;
    statement::is_issuer(assertion, &answer.idp.entity_id).map_err(|why| (Step::Issuer, why))?;
    read_assertion(answer, &root, assertion, trail)
}

fn read_assertion(answer: &Answer<'_>, response: &Element, assertion: &Element, trail: &mut Trail) -> Checked<Assertion> {
    let confirmation = conditions::Confirmation::read(assertion).map_err(|why| (Step::Subject, why))?;
    confirmation.is_for_address(response, &answer.sp.acs_url).map_err(|why| (Step::Destination, why))?;
    trail.held(Step::Destination, quoted(&answer.sp.acs_url));
    confirmation.answers(response, answer.request_id).map_err(|why| (Step::Request, why))?;
    let seen = if answer.request_id.is_some() { "answers the sign-in that was begun here" } else { "begun at the provider, which may be" };
    trail.held(Step::Request, seen);
    conditions::is_for_us(assertion, &answer.sp.entity_id).map_err(|why| (Step::Audience, why))?;
    trail.held(Step::Audience, quoted(&answer.sp.entity_id));
    let until = conditions::is_current(assertion, &confirmation, answer.now).map_err(|why| (Step::Window, why))?;
    trail.held(Step::Window, format!("valid until {}", until.format(&Rfc3339).unwrap_or_default()));
    let session = statement::session(assertion).map_err(|why| (Step::Subject, why))?;
    trail.held(Step::Subject, quoted(&session.name_id));
    Ok(Assertion {
        id: statement::id_of(assertion).map_err(|why| (Step::Subject, why))?,
        remember_until: until + crate::SKEW,
        session,
        attributes: statement::attributes(assertion),
        trail: Trail::default(),
    })
}
