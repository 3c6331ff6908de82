use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::{
    Refusal, SKEW,
    refusal::quoted,
    xml::{ASSERTION, Element},
};

const BEARER: &str = "urn:oasis:names:tc:SAML:2.0:cm:bearer";

/// The bearer confirmation: who may bring the assertion, where to, in answer to what, until when.
pub(super) struct Confirmation<'e> {
    data: &'e Element,
}

impl<'e> Confirmation<'e> {
    /// The only one by bearer. Several could each hold a half of what is asked for.
    pub(super) fn read(assertion: &'e Element) -> Result<Self, Refusal> {
        let subject = assertion.only(ASSERTION, "Subject").ok_or(Refusal::Missing("whom it speaks of"))?;
        let mut bearers = subject.all(ASSERTION, "SubjectConfirmation").filter(|one| one.attribute("Method") == Some(BEARER));
        let bearer = bearers.next().filter(|_| bearers.next().is_none());
        let data = bearer.and_then(|bearer| bearer.only(ASSERTION, "SubjectConfirmationData"));
        data.map(|data| Self { data }).ok_or(Refusal::Missing("exactly once how it may be used (bearer confirmation)"))
    }

    /// The signed recipient, and the response's destination where it has one.
    pub(super) fn is_for_address(&self, response: &Element, acs_url: &str) -> Result<(), Refusal> {
        let recipient = self.data.attribute("Recipient").ok_or(Refusal::Missing("for which address it is (Recipient)"))?;
        for found in [Some(recipient), response.attribute("Destination")].into_iter().flatten() {
            if found != acs_url {
                return Err(Refusal::Destination { found: quoted(found), expected: quoted(acs_url) });
            }
        }
        Ok(())
    }

    /// The signed answer to our request, and the response's where it has one. What began at the provider answers nothing: an
    /// answer to some request, that another browser made perhaps, is none of that.
    pub(super) fn answers(&self, response: &Element, request_id: Option<&str>) -> Result<(), Refusal> {
        let here = self.data.attribute("InResponseTo") == request_id;
        let outside = response.attribute("InResponseTo").is_none_or(|id| Some(id) == request_id);
        if here && outside { Ok(()) } else { Err(Refusal::Request) }
    }
}

/// Every audience restriction names us; there is at least one; no condition is unknown.
pub(super) fn is_for_us(assertion: &Element, entity_id: &str) -> Result<(), Refusal> {
    let conditions = the_conditions(assertion)?;
    let mut restricted = false;
    for condition in &conditions.children {
        if condition.is(ASSERTION, "AudienceRestriction") {
            restricted = true;
            let mut audiences = condition.all(ASSERTION, "Audience");
            if !audiences.any(|audience| audience.trimmed() == entity_id) {
                let found: Vec<_> = condition.all(ASSERTION, "Audience").map(|audience| audience.trimmed()).collect();
                return Err(Refusal::Audience { found: quoted(&found.join(", ")), expected: quoted(entity_id) });
            }
        } else if !condition.is(ASSERTION, "OneTimeUse") && !condition.is(ASSERTION, "ProxyRestriction") {
            return Err(Refusal::Condition(quoted(&condition.name)));
        }
    }
    if restricted { Ok(()) } else { Err(Refusal::Missing("for whom it is (AudienceRestriction)")) }
}

/// Valid now, by the conditions, the confirmation, the time of issue and the provider's own session. Gives the end.
pub(super) fn is_current(assertion: &Element, confirmation: &Confirmation<'_>, now: OffsetDateTime) -> Result<OffsetDateTime, Refusal> {
    let conditions = the_conditions(assertion)?;
    let issued = moment(assertion, "IssueInstant")?.ok_or(Refusal::Missing("when it was issued"))?;
    let begins = [Some(issued), moment(conditions, "NotBefore")?, moment(confirmation.data, "NotBefore")?];
    if begins.into_iter().flatten().any(|begin| now + SKEW < begin) {
        return Err(Refusal::TooEarly);
    }
    let condition_end = moment(conditions, "NotOnOrAfter")?.ok_or(Refusal::Missing("until when it is valid (Conditions)"))?;
    let confirmation_end =
        moment(confirmation.data, "NotOnOrAfter")?.ok_or(Refusal::Missing("until when it may be used (NotOnOrAfter)"))?;
    let statements: Vec<_> = assertion.all(ASSERTION, "AuthnStatement").collect();
    if statements.is_empty() {
        return Err(Refusal::Missing("that the person signed in (AuthnStatement)"));
    }
    let mut ends = vec![condition_end, confirmation_end];
    for statement in statements {
        ends.extend(moment(statement, "SessionNotOnOrAfter")?);
    }
    if ends.iter().any(|end| now - SKEW >= *end) {
        return Err(Refusal::TooLate);
    }
    Ok(condition_end.min(confirmation_end))
}

fn the_conditions(assertion: &Element) -> Result<&Element, Refusal> {
    assertion.only(ASSERTION, "Conditions").ok_or(Refusal::Missing("when and for whom it is valid (Conditions)"))
}

/// A time in an attribute.
pub(in crate::saml) fn moment(holder: &Element, name: &'static str) -> Result<Option<OffsetDateTime>, Refusal> {
    let Some(text) = holder.attribute(name) else { return Ok(None) };
    OffsetDateTime::parse(text.trim(), &Rfc3339).map(Some).map_err(|_| Refusal::Time(name))
}
