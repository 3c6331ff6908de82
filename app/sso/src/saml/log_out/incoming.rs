use std::io::Read;

use base64::{Engine, engine::general_purpose::STANDARD};
use flate2::read::DeflateDecoder;
use time::OffsetDateTime;

use super::{IdentityProvider, REQUEST, detached::Query, enveloped};
use crate::{
    Refusal, Step, Trail,
    refusal::quoted,
    saml::{
        ServiceProvider,
        response::{self, MOST_BYTES, shape, statement},
    },
    xml::{Element, PROTOCOL, XmlFault},
};

/// How a message came.
#[derive(Debug, Clone, Copy)]
pub enum Carried<'a> {
    /// In an address: the whole query, exactly as it was sent.
    Query(&'a str),
    /// In a form: the field of the message, as it was sent.
    Form(&'a str),
}

/// A message about signing out, and what it has to fit.
#[derive(Debug, Clone, Copy)]
pub struct Incoming<'a> {
    /// The message.
    pub carried: Carried<'a>,
    /// Who has to have signed it.
    pub idp: &'a IdentityProvider,
    /// Whom it has to be for.
    pub sp: &'a ServiceProvider,
    /// Now.
    pub now: OffsetDateTime,
}

pub(super) type Checked<T> = Result<T, (Step, Refusal)>;

impl Incoming<'_> {
    /// What was signed by the provider, for us, lately.
    pub(super) fn open(&self, field: &'static str, trail: &mut Trail) -> Checked<Element> {
        let (root, seen) = match self.carried {
            Carried::Query(query) => self.by_query(query, field, trail)?,
            Carried::Form(message) => self.by_form(message, field, trail)?,
        };
        trail.held(Step::Signature, seen);
        super::read::is_for_us(&root, &self.sp.slo_url).map_err(|why| (Step::Destination, why))?;
        trail.held(Step::Destination, quoted(&self.sp.slo_url));
        Ok(root)
    }

    fn by_query(&self, query: &str, field: &'static str, trail: &mut Trail) -> Checked<(Element, String)> {
        let shape = |why| (Step::Shape, why);
        let query = Query::read(query, field).map_err(shape)?;
        let xml = inflated(&query.message()).map_err(shape)?;
        let root = self.outline(&xml, field, trail)?;
        enveloped::has_none(&root).map_err(|why| (Step::Signature, why))?;
        let seen = query.is_signed_by(self.idp, self.now).map_err(|why| (Step::Signature, why))?;
        Ok((root, seen))
    }

    fn by_form(&self, message: &str, field: &'static str, trail: &mut Trail) -> Checked<(Element, String)> {
        let xml = response::open(message).map_err(|why| (Step::Shape, why))?;
        let root = self.outline(&xml, field, trail)?;
        let (signed, seen) = enveloped::signed_whole(&xml, &root, self.idp, self.now).map_err(|why| (Step::Signature, why))?;
        // From here on only `signed` counts; it has to be the same kind of message, from the same sender.
        is_message(&signed, field).map_err(|why| (Step::Signature, why))?;
        statement::is_issuer(&signed, &self.idp.entity_id).map_err(|why| (Step::Issuer, why))?;
        Ok((signed, seen))
    }

    fn outline(&self, xml: &str, field: &'static str, trail: &mut Trail) -> Checked<Element> {
        let root = shape::read_response(xml).map_err(|why| (Step::Shape, why))?;
        is_message(&root, field).map_err(|why| (Step::Shape, why))?;
        trail.held(Step::Shape, root.name.clone());
        statement::is_issuer(&root, &self.idp.entity_id).map_err(|why| (Step::Issuer, why))?;
        trail.held(Step::Issuer, quoted(&self.idp.entity_id));
        Ok(root)
    }
}

/// The kind that belongs into the field, and nothing in it twice or unreadable for us.
fn is_message(root: &Element, field: &'static str) -> Result<(), Refusal> {
    let name = if field == REQUEST { "LogoutRequest" } else { "LogoutResponse" };
    if !root.is(PROTOCOL, name) || root.attribute("Version") != Some("2.0") {
        return Err(Refusal::Shape("it is not a message about signing out, of version 2.0"));
    }
    shape::ids_are_unique(root)?;
    let mut encrypted = false;
    root.walk(&mut |element| encrypted |= element.name.starts_with("Encrypted"));
    if encrypted { Err(Refusal::Encrypted) } else { Ok(()) }
}

/// Unpacks a message; one that grows beyond what a message may have is not unpacked further.
fn inflated(packed: &str) -> Result<String, Refusal> {
    let bytes = STANDARD.decode(packed).map_err(|_| Refusal::NotBase64)?;
    let (most, mut text) = (MOST_BYTES as u64, String::new());
    let read = DeflateDecoder::new(bytes.as_slice()).take(most + 1).read_to_string(&mut text);
    read.map_err(|_| Refusal::Shape("it cannot be unpacked"))?;
    if text.len() > MOST_BYTES { Err(XmlFault::TooLarge.into()) } else { Ok(text) }
}
