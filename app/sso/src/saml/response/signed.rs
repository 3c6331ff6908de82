use samael::crypto::{AllowedSignatureAlgorithm as Allowed, CertificateDer, Crypto, CryptoProvider, ReduceMode};

use super::{Answer, shape};
use crate::{Refusal, xml::Element};

const ALLOWED: &[Allowed] =
    &[Allowed::RsaSha256, Allowed::RsaSha384, Allowed::RsaSha512, Allowed::EcdsaSha256, Allowed::EcdsaSha384, Allowed::EcdsaSha512];

/// What was signed, as the signature covers it, and by which certificate. The library checks every signature in the answer
/// and gives back the bytes that were digested; nothing else of the answer is read after this.
pub(super) fn signed_part(xml: &str, outline: &shape::Outline, answer: &Answer<'_>) -> Result<(Element, String), Refusal> {
    let usable = answer.idp.usable_certificates(answer.now).map_err(Refusal::NoCertificate)?;
    for certificate in usable {
        let der = [CertificateDer::from(certificate.der.clone())];
        let Ok(signed) = Crypto::reduce_xml_to_signed_with_allowed_algorithms(xml, &der, ReduceMode::PreDigest, Some(ALLOWED)) else {
            continue;
        };
        let signed = shape::read_signed(&signed)?;
        if signed.attribute("ID") != Some(&outline.response_id) && signed.attribute("ID") != Some(&outline.assertion_id) {
            return Err(Refusal::SignaturePlace("it signs something else"));
        }
        let algorithm = outline.algorithm.rsplit('#').next().unwrap_or_default();
        return Ok((signed, format!("{algorithm} by the certificate {}", certificate.sha256)));
    }
    Err(Refusal::Signature)
}
