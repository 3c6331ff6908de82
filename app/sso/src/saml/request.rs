use std::io::Write;

use base64::{Engine, engine::general_purpose::STANDARD};
use flate2::{Compression, write::DeflateEncoder};
use rand::CryptoRng;
use samael::crypto::{Crypto, CryptoProvider};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use url::{Url, form_urlencoded::byte_serialize};

use super::{IdentityProvider, ServiceProvider, SpKey};
use crate::{
    random::message_id,
    xml::{ASSERTION, PROTOCOL, SIGNATURE, escape},
};

const RSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

/// How a browser gets to the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outgoing {
    /// By this address.
    Redirect(String),
    /// By sending this form.
    Post(PostForm),
}

/// A form for the provider; whoever shows it escapes the values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostForm {
    /// Where it goes.
    pub action: String,
    /// The field `SAMLRequest`.
    pub request: String,
    /// The field `RelayState`.
    pub relay_state: String,
}

/// Begins a sign-in: the id that the answer has to name, and the way to the provider. The request is signed when a key is
/// given. `relay_state` comes back with the answer.
pub fn begin(
    idp: &IdentityProvider,
    sp: &ServiceProvider,
    key: Option<&SpKey>,
    relay_state: &str,
    now: OffsetDateTime,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<(String, Outgoing), RequestFault> {
    let id = message_id(rng);
    let outgoing = match (&idp.redirect_url, &idp.post_url) {
        (Some(url), _) => Outgoing::Redirect(redirect(url, &message(&id, url, sp, "", now)?, relay_state, key)?),
        (None, Some(url)) => {
            let request = posted(&id, url, sp, key, now)?;
            Outgoing::Post(PostForm { action: url.clone(), request, relay_state: relay_state.to_owned() })
        }
        (None, None) => return Err(RequestFault::NoAddress),
    };
    Ok((id, outgoing))
}

/// Why a request could not be made: something of ours is broken.
#[derive(Debug, thiserror::Error)]
pub enum RequestFault {
    /// A stored provider has no address; saving one without is refused.
    #[error("the provider has no address to send a browser to")]
    NoAddress,
    /// A stored address is none.
    #[error("the provider's address cannot be read: {0}")]
    Address(#[from] url::ParseError),
    /// Compressing failed.
    #[error("the request could not be compressed: {0}")]
    Compress(#[from] std::io::Error),
    /// Our key could not sign.
    #[error("the request could not be signed: {0}")]
    Sign(#[from] openssl::error::ErrorStack),
    /// Our key could not sign XML.
    #[error("the request could not be signed: {0}")]
    SignXml(#[from] samael::crypto::CryptoError),
    /// The time is outside of what the format knows.
    #[error("the time could not be written: {0}")]
    Time(#[from] time::error::Format),
}

fn message(id: &str, destination: &str, sp: &ServiceProvider, signature: &str, now: OffsetDateTime) -> Result<String, RequestFault> {
    let now = now.replace_nanosecond(0).unwrap_or(now).format(&Rfc3339)?;
    Ok(format!(
        "<samlp:AuthnRequest xmlns:samlp=\"{PROTOCOL}\" xmlns:saml=\"{ASSERTION}\" ID=\"{id}\" Version=\"2.0\" IssueInstant=\"{now}\" \
         Destination=\"{}\" AssertionConsumerServiceURL=\"{}\" ProtocolBinding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\">\
         <saml:Issuer>{}</saml:Issuer>{signature}<samlp:NameIDPolicy AllowCreate=\"true\"/></samlp:AuthnRequest>",
        escape(destination),
        escape(&sp.acs_url),
        escape(&sp.entity_id),
    ))
}

fn redirect(url: &str, message: &str, relay_state: &str, key: Option<&SpKey>) -> Result<String, RequestFault> {
    let mut deflated = DeflateEncoder::new(Vec::new(), Compression::default());
    deflated.write_all(message.as_bytes())?;
    let request = STANDARD.encode(deflated.finish()?);
    let mut query = format!("SAMLRequest={}&RelayState={}", encoded(request.as_bytes()), encoded(relay_state.as_bytes()));
    if let Some(key) = key {
        query.push_str("&SigAlg=");
        query.push_str(&encoded(RSA_SHA256.as_bytes()));
        let signature = STANDARD.encode(key.sign(query.as_bytes())?);
        query.push_str("&Signature=");
        query.push_str(&encoded(signature.as_bytes()));
    }
    let mut url = Url::parse(url)?;
    let whole = url.query().filter(|own| !own.is_empty()).map_or_else(|| query.clone(), |own| format!("{own}&{query}"));
    url.set_query(Some(&whole));
    Ok(url.into())
}

fn encoded(bytes: &[u8]) -> String {
    byte_serialize(bytes).collect()
}

fn posted(id: &str, url: &str, sp: &ServiceProvider, key: Option<&SpKey>, now: OffsetDateTime) -> Result<String, RequestFault> {
    let xml = match key {
        None => message(id, url, sp, "", now)?,
        Some(key) => Crypto::sign_xml(message(id, url, sp, &template(id), now)?, key.private().expose())?,
    };
    Ok(STANDARD.encode(xml))
}

/// What xmlsec fills in.
fn template(id: &str) -> String {
    format!(
        "<ds:Signature xmlns:ds=\"{SIGNATURE}\"><ds:SignedInfo>\
         <ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>\
         <ds:SignatureMethod Algorithm=\"{RSA_SHA256}\"/><ds:Reference URI=\"#{id}\"><ds:Transforms>\
         <ds:Transform Algorithm=\"{SIGNATURE}enveloped-signature\"/><ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>\
         </ds:Transforms><ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><ds:DigestValue/></ds:Reference>\
         </ds:SignedInfo><ds:SignatureValue/></ds:Signature>"
    )
}
