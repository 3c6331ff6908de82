use base64::{Engine, engine::general_purpose::STANDARD};
use openssl::{bn::BigNum, ecdsa::EcdsaSig, error::ErrorStack, hash::MessageDigest, pkey::Id, sign::Verifier, x509::X509};
use time::OffsetDateTime;
use url::form_urlencoded;

use super::IdentityProvider;
use crate::{
    Certificate, Refusal,
    refusal::quoted,
    saml::response::{MOST_BYTES, shape::SIGNATURES, signed},
    xml::XmlFault,
};

/// A message in an address. What is signed is the text of the address itself, so the parts are kept as they were sent.
pub(super) struct Query<'a> {
    field: &'static str,
    message: &'a str,
    relay_state: Option<&'a str>,
    algorithm: Option<&'a str>,
    signature: Option<&'a str>,
}

impl<'a> Query<'a> {
    /// Each part at most once: of two, the one that is checked could be another than the one that is read.
    pub(super) fn read(query: &'a str, field: &'static str) -> Result<Self, Refusal> {
        if query.len() > MOST_BYTES * 2 {
            return Err(XmlFault::TooLarge.into());
        }
        let part = |name: &str| {
            let mut found = query.split('&').filter_map(|pair| pair.split_once('=')).filter(|(own, _)| *own == name);
            match (found.next(), found.next()) {
                (_, Some(_)) => Err(Refusal::Shape("a part of the address stands in it twice")),
                (one, None) => Ok(one.map(|(_, value)| value)),
            }
        };
        let message = part(field)?.ok_or(Refusal::Shape("the address holds no message"))?;
        Ok(Self { field, message, relay_state: part("RelayState")?, algorithm: part("SigAlg")?, signature: part("Signature")? })
    }

    pub(super) fn message(&self) -> String {
        decoded(self.message)
    }

    /// By which certificate of the provider it was signed.
    pub(super) fn is_signed_by(&self, idp: &IdentityProvider, now: OffsetDateTime) -> Result<String, Refusal> {
        let (Some(algorithm), Some(signature)) = (self.algorithm, self.signature) else { return Err(Refusal::Unsigned) };
        let name = decoded(algorithm);
        if !SIGNATURES.contains(&name.as_str()) {
            return Err(Refusal::Algorithm(quoted(&name)));
        }
        let bytes = STANDARD.decode(decoded(signature)).map_err(|_| Refusal::Signature)?;
        let relay = self.relay_state.map_or_else(String::new, |relay| format!("&RelayState={relay}"));
        let text = format!("{}={}{relay}&SigAlg={algorithm}", self.field, self.message);
        let usable = idp.usable_certificates(now).map_err(Refusal::NoCertificate)?;
        let by = usable.into_iter().find(|certificate| fits(certificate, &name, text.as_bytes(), &bytes).unwrap_or(false));
        let by = by.ok_or(Refusal::Signature)?;
        Ok(signed::in_words(&name, by))
    }
}

fn decoded(part: &str) -> String {
    let pair = ["v=", part].concat();
    let mut pairs = form_urlencoded::parse(pair.as_bytes());
    pairs.next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// Whether the key of the certificate made the signature, by the algorithm that it names.
fn fits(certificate: &Certificate, algorithm: &str, signed: &[u8], signature: &[u8]) -> Result<bool, ErrorStack> {
    let key = X509::from_der(&certificate.der)?.public_key()?;
    let der = match (key.id(), algorithm.contains("#ecdsa-")) {
        (Id::RSA, false) => signature.to_vec(),
        (Id::EC, true) => ecdsa(signature)?,
        _ => return Ok(false),
    };
    let mut verifier = Verifier::new(hash_of(algorithm), &key)?;
    verifier.update(signed)?;
    verifier.verify(&der)
}

fn hash_of(algorithm: &str) -> MessageDigest {
    match algorithm.rsplit('-').next() {
        Some("sha384") => MessageDigest::sha384(),
        Some("sha512") => MessageDigest::sha512(),
        _ => MessageDigest::sha256(),
    }
}

/// XML signatures write the two numbers of ECDSA one after the other; the library wants them in DER.
fn ecdsa(signature: &[u8]) -> Result<Vec<u8>, ErrorStack> {
    let (r, s) = signature.split_at(signature.len() / 2);
    EcdsaSig::from_private_components(BigNum::from_slice(r)?, BigNum::from_slice(s)?)?.to_der()
}
