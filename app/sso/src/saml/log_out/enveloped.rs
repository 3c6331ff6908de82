use time::OffsetDateTime;

use super::IdentityProvider;
use crate::{
    Refusal,
    saml::response::{shape, signed},
    xml::{Element, SIGNATURE},
};

/// In an address the signature stands beside the message; one inside would be checked by nobody.
pub(super) fn has_none(root: &Element) -> Result<(), Refusal> {
    if count(root) == 0 { Ok(()) } else { Err(Refusal::SignaturePlace("it stands inside of a message that came in an address")) }
}

/// The message as its signature covers it: one signature, directly inside, over the whole message.
pub(super) fn signed_whole(xml: &str, root: &Element, idp: &IdentityProvider, now: OffsetDateTime) -> Result<(Element, String), Refusal> {
    let id = shape::id(root)?;
    let algorithm = shape::signature_of(root, &id)?.ok_or(Refusal::Unsigned)?;
    if count(root) != 1 {
        return Err(Refusal::SignaturePlace("it does not stand directly in the message"));
    }
    let (signed, certificate) = signed::by_whom(xml, idp, now)?;
    if signed.attribute("ID") != Some(&id) {
        return Err(Refusal::SignaturePlace("it signs something else"));
    }
    Ok((signed, signed::in_words(&algorithm, certificate)))
}

fn count(root: &Element) -> usize {
    let mut everywhere = 0;
    root.walk(&mut |element| everywhere += usize::from(element.is(SIGNATURE, "Signature")));
    everywhere
}
