use samael::crypto::{AllowedSignatureAlgorithm as Allowed, CertificateDer, Crypto, CryptoProvider, ReduceMode};
use time::OffsetDateTime;

use super::{Answer, shape};
use crate::{Certificate, Refusal, saml::IdentityProvider, xml::Element};

const ALLOWED: &[Allowed] =
    &[Allowed::RsaSha256, Allowed::RsaSha384, Allowed::RsaSha512, Allowed::EcdsaSha256, Allowed::EcdsaSha384, Allowed::EcdsaSha512];

/// What was signed, as the signature covers it, and by which certificate.
pub(super) fn signed_part(xml: &str, outline: &shape::Outline, answer: &Answer<'_>) -> Result<(Element, String), Refusal> {
    let (signed, certificate) = by_whom(xml, answer.idp, answer.now)?;
    if signed.attribute("ID") != Some(&outline.response_id) && signed.attribute("ID") != Some(&outline.assertion_id) {
        return Err(Refusal::SignaturePlace("it signs something else"));
    }
    Ok((signed, in_words(&outline.algorithm, certificate)))
}

/// The library checks every signature in a message and gives back the bytes that were digested; nothing else of the message is
/// read after this.
pub(in crate::saml) fn by_whom<'i>(
    xml: &str,
    idp: &'i IdentityProvider,
    now: OffsetDateTime,
) -> Result<(Element, &'i Certificate), Refusal> {
    for certificate in idp.usable_certificates(now).map_err(Refusal::NoCertificate)? {
        let der = [CertificateDer::from(certificate.der.clone())];
        if let Ok(signed) = Crypto::reduce_xml_to_signed_with_allowed_algorithms(xml, &der, ReduceMode::PreDigest, Some(ALLOWED)) {
            return Ok((shape::read_signed(&signed)?, certificate));
        }
    }
    Err(Refusal::Signature)
}

/// How and by which certificate.
pub(in crate::saml) fn in_words(algorithm: &str, certificate: &Certificate) -> String {
    format!("{} by the certificate {}", algorithm.rsplit('#').next().unwrap_or_default(), certificate.sha256)
}
