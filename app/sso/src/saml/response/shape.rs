use std::collections::HashSet;

use super::MOST_BYTES;
use crate::{
    Refusal,
    refusal::quoted,
    xml::{ASSERTION, Comments, Element, Limits, PROTOCOL, SIGNATURE, read},
};

const LIMITS: Limits = Limits { bytes: MOST_BYTES, elements: 4_000, depth: 24, attributes: 64, comments: Comments::Refused };
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
/// RSA and ECDSA over SHA-256 and longer. Everything else is refused, SHA-1 and MACs above all.
pub(in crate::saml) const SIGNATURES: &[&str] = &[
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512",
];
const DIGESTS: &[&str] = &[
    "http://www.w3.org/2001/04/xmlenc#sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512",
];

/// Where the parts of an answer are.
pub(super) struct Outline {
    pub(super) response_id: String,
    pub(super) assertion_id: String,
    /// The algorithm of the signature that counts.
    pub(super) algorithm: String,
}

pub(in crate::saml) fn read_response(xml: &str) -> Result<Element, Refusal> {
    Ok(read(xml.as_bytes(), &LIMITS)?)
}

/// Checks that an answer is one response with one assertion, each in its place, and that every signature in it signs the
/// element that it stands in.
pub(super) fn outline(root: &Element) -> Result<Outline, Refusal> {
    if !root.is(PROTOCOL, "Response") || root.attribute("Version") != Some("2.0") {
        return Err(Refusal::Shape("it is not a Response of version 2.0"));
    }
    ids_are_unique(root)?;
    let assertion = the_assertion(root)?;
    let (response_id, assertion_id) = (id(root)?, id(assertion)?);
    let mut algorithms = Vec::new();
    for (holder, id) in [(root, &response_id), (assertion, &assertion_id)] {
        algorithms.extend(signature_of(holder, id)?);
    }
    let algorithm = algorithms.first().cloned().ok_or(Refusal::Unsigned)?;
    let (mut everywhere, placed) = (0, algorithms.len());
    root.walk(&mut |element| everywhere += usize::from(element.is(SIGNATURE, "Signature")));
    if everywhere != placed {
        return Err(Refusal::SignaturePlace("it stands neither in the response nor in the assertion"));
    }
    Ok(Outline { response_id, assertion_id, algorithm })
}

/// The assertion in what was signed: the signed response's, or the signed assertion itself.
pub(super) fn assertion_in(signed: &Element) -> Result<&Element, Refusal> {
    if signed.is(ASSERTION, "Assertion") { Ok(signed) } else { the_assertion(signed) }
}

/// Reads the text that was signed.
pub(super) fn read_signed(xml: &str) -> Result<Element, Refusal> {
    // What the signature covers is written out by the library, with namespaces spelled out again: it may be a little longer.
    Ok(read(xml.as_bytes(), &Limits { bytes: 2 * LIMITS.bytes, ..LIMITS })?)
}

pub(in crate::saml) fn ids_are_unique(root: &Element) -> Result<(), Refusal> {
    let (mut seen, mut twice) = (HashSet::new(), false);
    root.walk(&mut |element| {
        for (_, name, value) in &element.attributes {
            twice |= name.eq_ignore_ascii_case("id") && !seen.insert(value.as_str());
        }
    });
    if twice { Err(Refusal::Shape("an id stands in it twice")) } else { Ok(()) }
}

fn the_assertion(response: &Element) -> Result<&Element, Refusal> {
    let (mut assertions, mut encrypted) = (0, false);
    response.walk(&mut |element| {
        assertions += usize::from(element.name == "Assertion");
        encrypted |= element.name.starts_with("Encrypted");
    });
    if encrypted {
        return Err(Refusal::Encrypted);
    }
    if assertions != 1 {
        return Err(Refusal::Assertions(assertions));
    }
    response.only(ASSERTION, "Assertion").ok_or(Refusal::Shape("the assertion is not directly inside the response"))
}

/// The id of a message.
pub(in crate::saml) fn id(element: &Element) -> Result<String, Refusal> {
    let id = element.attribute("ID").filter(|id| !id.is_empty() && id.len() <= 256);
    id.map(str::to_owned).ok_or(Refusal::Shape("the response or the assertion has no ID"))
}

/// The algorithm of the signature directly inside, when there is one and it signs exactly this element.
pub(in crate::saml) fn signature_of(holder: &Element, id: &str) -> Result<Option<String>, Refusal> {
    if holder.all(SIGNATURE, "Signature").next().is_none() {
        return Ok(None);
    }
    let signature = holder.only(SIGNATURE, "Signature").ok_or(Refusal::SignaturePlace("two stand in one element"))?;
    if signature.all(SIGNATURE, "Object").next().is_some() {
        return Err(Refusal::SignaturePlace("it carries an object of its own"));
    }
    let info = signature.only(SIGNATURE, "SignedInfo").ok_or(Refusal::SignaturePlace("it does not say what it signs"))?;
    let reference = info.only(SIGNATURE, "Reference").ok_or(Refusal::SignaturePlace("it does not sign exactly one element"))?;
    if reference.attribute("URI").and_then(|uri| uri.strip_prefix('#')) != Some(id) {
        return Err(Refusal::SignaturePlace("it signs another element than the one that it stands in"));
    }
    transforms_are_plain(reference)?;
    among(info, "CanonicalizationMethod", &[EXCLUSIVE])?;
    among(reference, "DigestMethod", DIGESTS)?;
    among(info, "SignatureMethod", SIGNATURES).map(Some)
}

fn transforms_are_plain(reference: &Element) -> Result<(), Refusal> {
    let transforms = reference.only(SIGNATURE, "Transforms").map(|all| all.children.as_slice()).unwrap_or_default();
    let names: Vec<_> = transforms.iter().filter_map(|transform| transform.attribute("Algorithm")).collect();
    let plain = transforms.iter().all(|transform| transform.is(SIGNATURE, "Transform"));
    if plain && names == [ENVELOPED, EXCLUSIVE] {
        return Ok(());
    }
    Err(Refusal::SignaturePlace("it leaves out or rewrites parts of what it signs"))
}

fn among(parent: &Element, name: &str, accepted: &[&str]) -> Result<String, Refusal> {
    let algorithm = parent.only(SIGNATURE, name).and_then(|method| method.attribute("Algorithm")).unwrap_or_default();
    if accepted.contains(&algorithm) {
        return Ok(algorithm.to_owned());
    }
    Err(Refusal::Algorithm(quoted(algorithm)))
}
