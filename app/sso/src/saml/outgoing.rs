//! How a message gets to a provider with a browser: in an address, or in a form.

use std::io::Write;

use base64::{Engine, engine::general_purpose::STANDARD};
use flate2::{Compression, write::DeflateEncoder};
use samael::crypto::{Crypto, CryptoProvider};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use url::{Url, form_urlencoded::byte_serialize};

use super::SpKey;
use crate::xml::SIGNATURE;

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
    /// The name of the message's field: `SAMLRequest` or `SAMLResponse`.
    pub field: &'static str,
    /// The message.
    pub message: String,
    /// The field `RelayState`; empty when there is none.
    pub relay_state: String,
}

/// Why a message could not be made: something of ours is broken.
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

/// A message in an address, signed beside it.
pub(super) fn redirect(
    url: &str,
    field: &'static str,
    message: &str,
    relay_state: &str,
    key: Option<&SpKey>,
) -> Result<Outgoing, RequestFault> {
    let mut deflated = DeflateEncoder::new(Vec::new(), Compression::default());
    deflated.write_all(message.as_bytes())?;
    let packed = STANDARD.encode(deflated.finish()?);
    let mut query = format!("{field}={}", encoded(packed.as_bytes()));
    if !relay_state.is_empty() {
        query.push_str("&RelayState=");
        query.push_str(&encoded(relay_state.as_bytes()));
    }
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
    Ok(Outgoing::Redirect(url.into()))
}

fn encoded(bytes: &[u8]) -> String {
    byte_serialize(bytes).collect()
}

/// A message in a form, signed inside of it: `write` puts the place of the signature where it belongs.
pub(super) fn form(
    url: &str,
    field: &'static str,
    (id, relay_state): (&str, &str),
    key: Option<&SpKey>,
    write: impl FnOnce(&str) -> String,
) -> Result<Outgoing, RequestFault> {
    let xml = match key {
        None => write(""),
        Some(key) => Crypto::sign_xml(write(&template(id)), key.private().expose())?,
    };
    Ok(Outgoing::Post(PostForm { action: url.to_owned(), field, message: STANDARD.encode(xml), relay_state: relay_state.to_owned() }))
}

/// The time of issue as messages write it.
pub(super) fn issued(now: OffsetDateTime) -> Result<String, RequestFault> {
    Ok(now.replace_nanosecond(0).unwrap_or(now).format(&Rfc3339)?)
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
