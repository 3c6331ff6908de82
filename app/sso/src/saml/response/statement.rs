use crate::{
    Refusal,
    refusal::quoted,
    saml::ProviderSession,
    xml::{ASSERTION, Element, PROTOCOL},
};

const SUCCESS: &str = "urn:oasis:names:tc:SAML:2.0:status:Success";
const TRANSIENT: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";
const LONGEST_QUALIFIER: usize = 1_024;
const LONGEST_INDEX: usize = 256;
const ENTITY: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:entity";

/// The provider has to say that the sign-in succeeded.
pub(in crate::saml) fn succeeded(response: &Element) -> Result<(), Refusal> {
    let status = response.only(PROTOCOL, "Status").ok_or(Refusal::Missing("whether the sign-in succeeded"))?;
    let code = status.only(PROTOCOL, "StatusCode");
    let value = code.and_then(|code| code.attribute("Value")).unwrap_or_default();
    if value == SUCCESS {
        return Ok(());
    }
    let inner = code.and_then(|code| code.only(PROTOCOL, "StatusCode")).and_then(|code| code.attribute("Value"));
    let message = status.only(PROTOCOL, "StatusMessage").map(|message| message.trimmed());
    let said: Vec<_> = [Some(value), inner, message].into_iter().flatten().map(|part| part.rsplit(':').next().unwrap_or(part)).collect();
    Err(Refusal::Status(quoted(&said.join(", "))))
}

/// Response and assertion name the provider of this connection. The response may leave it out, the assertion may not.
pub(super) fn issued_by(response: &Element, entity_id: &str) -> Result<(), Refusal> {
    if response.all(ASSERTION, "Issuer").next().is_some() {
        is_issuer(response, entity_id)?;
    }
    response.only(ASSERTION, "Assertion").map_or(Err(Refusal::Assertions(0)), |assertion| is_issuer(assertion, entity_id))
}

/// One element names the provider.
pub(in crate::saml) fn is_issuer(holder: &Element, entity_id: &str) -> Result<(), Refusal> {
    let issuer = holder.only(ASSERTION, "Issuer").ok_or(Refusal::Missing("who issued it"))?;
    let plain = issuer.attribute("Format").is_none_or(|format| format == ENTITY);
    if issuer.trimmed() == entity_id && plain && issuer.children.is_empty() {
        return Ok(());
    }
    Err(Refusal::Issuer { found: quoted(&issuer.text), expected: quoted(entity_id) })
}

pub(super) fn id_of(assertion: &Element) -> Result<String, Refusal> {
    assertion.attribute("ID").map(str::to_owned).ok_or(Refusal::Missing("its id"))
}

/// What the provider calls the person, exactly as it wrote it.
pub(in crate::saml) fn name_in(holder: &Element) -> Result<ProviderSession, Refusal> {
    let name = holder.only(ASSERTION, "NameID").ok_or(Refusal::Missing("whom it speaks of (NameID)"))?;
    let text = name.trimmed();
    if text.is_empty() || text.len() > 256 || text.chars().any(char::is_control) || !name.children.is_empty() {
        return Err(Refusal::Missing("whom it speaks of (NameID)"));
    }
    let format = name.attribute("Format").map(str::to_owned);
    if format.as_deref() == Some(TRANSIENT) {
        return Err(Refusal::Transient);
    }
    let qualifier = |which| name.attribute(which).filter(|text| text.len() <= LONGEST_QUALIFIER).map(str::to_owned);
    Ok(ProviderSession {
        name_id: text.to_owned(),
        format,
        name_qualifier: qualifier("NameQualifier"),
        sp_name_qualifier: qualifier("SPNameQualifier"),
        session_index: None,
    })
}

/// Whom it speaks of, and by which session with the provider.
pub(super) fn session(assertion: &Element) -> Result<ProviderSession, Refusal> {
    let subject = assertion.only(ASSERTION, "Subject").ok_or(Refusal::Missing("whom it speaks of"))?;
    let index = assertion.all(ASSERTION, "AuthnStatement").find_map(|statement| statement.attribute("SessionIndex"));
    let index = index.map(str::trim).filter(|index| !index.is_empty() && index.len() <= LONGEST_INDEX);
    Ok(ProviderSession { session_index: index.map(str::to_owned), ..name_in(subject)? })
}

/// Plain values of attributes; structured ones are left out.
pub(super) fn attributes(assertion: &Element) -> Vec<(String, Vec<String>)> {
    let statements = assertion.all(ASSERTION, "AttributeStatement");
    let attributes = statements.flat_map(|statement| statement.all(ASSERTION, "Attribute"));
    attributes
        .filter_map(|attribute| {
            let name = attribute.attribute("Name")?.trim().to_owned();
            let values = attribute.all(ASSERTION, "AttributeValue").filter(|value| value.children.is_empty());
            Some((name, values.map(|value| value.trimmed().to_owned()).collect()))
        })
        .collect()
}
