//! Keys of the tests, and signing by xmlsec.

use std::sync::OnceLock;

use openssl::{
    ec::{EcGroup, EcKey},
    nid::Nid,
    pkey::{PKey, Private},
    rsa::Rsa,
};
use samael::crypto::{Crypto, CryptoProvider};
use time::{Duration, OffsetDateTime};

use super::NOW;
use crate::{Certificate, saml::sp_key::self_signed};

/// A provider's key.
pub(crate) struct Key {
    private: Vec<u8>,
    pub(crate) certificate: Certificate,
    method: &'static str,
    digest: &'static str,
}

const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";

fn key(private: &PKey<Private>, from: OffsetDateTime, until: OffsetDateTime, method: &'static str) -> Key {
    let certificate = Certificate::from_der(&self_signed(private, "idp.example", from, until).unwrap()).unwrap();
    Key { private: private.private_key_to_der().unwrap(), certificate, method, digest: SHA256 }
}

pub(crate) fn rsa(bits: u32, from: OffsetDateTime, until: OffsetDateTime) -> Key {
    key(&PKey::from_rsa(Rsa::generate(bits).unwrap()).unwrap(), from, until, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256")
}

pub(crate) fn ec(from: OffsetDateTime, until: OffsetDateTime) -> Key {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    let private = PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap();
    key(&private, from, until, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256")
}

/// The key of the provider that the connection trusts.
pub(crate) fn idp() -> &'static Key {
    static KEY: OnceLock<Key> = OnceLock::new();
    KEY.get_or_init(|| rsa(2_048, NOW - Duration::days(100), NOW + Duration::days(100)))
}

/// A key that is nobody's.
pub(crate) fn other() -> &'static Key {
    static KEY: OnceLock<Key> = OnceLock::new();
    KEY.get_or_init(|| rsa(2_048, NOW - Duration::days(100), NOW + Duration::days(100)))
}

impl Key {
    /// The private half, DER.
    pub(crate) fn private(&self) -> &[u8] {
        &self.private
    }

    /// The same key, signing by other algorithms.
    pub(crate) fn by(&self, method: &'static str, digest: &'static str) -> Self {
        Self { private: self.private.clone(), certificate: self.certificate.clone(), method, digest }
    }

    /// Puts a signature of the element `id` where `{sig:id}` stands.
    pub(crate) fn sign_at(&self, xml: &str, id: &str) -> String {
        let place = format!("{{sig:{id}}}");
        let template = self.template(id);
        let (from, to) = element_around(xml, &place, id);
        // The library signs the first signature that it finds: the element is signed alone, with its namespaces on it.
        let alone = &xml[from..to];
        let alone = if alone.contains("xmlns:saml=") {
            alone.to_owned()
        } else {
            alone.replacen("<saml:Assertion ", "<saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ", 1)
        };
        let rest: Vec<String> =
            ["{sig:_r1}", "{sig:_a1}"].iter().filter(|other| **other != place).map(|other| (*other).to_owned()).collect();
        let clean = rest.iter().fold(alone.replacen(&place, &template, 1), |text, other| text.replace(other, ""));
        let done = Crypto::sign_xml(clean, &self.private).unwrap();
        let done = done.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").unwrap_or(&done).trim_end();
        format!("{}{}{}", &xml[..from], done, &xml[to..])
    }

    fn template(&self, id: &str) -> String {
        format!(
            "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>\
             <ds:SignatureMethod Algorithm=\"{}\"/><ds:Reference URI=\"#{id}\"><ds:Transforms><ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>\
             <ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/></ds:Transforms><ds:DigestMethod Algorithm=\"{}\"/><ds:DigestValue/></ds:Reference></ds:SignedInfo>\
             <ds:SignatureValue/></ds:Signature>",
            self.method, self.digest
        )
    }
}

/// From where to where the element with this id reaches.
fn element_around(xml: &str, place: &str, id: &str) -> (usize, usize) {
    assert!(xml.contains(place), "no place for a signature of {id}");
    let at = xml.find(&format!("ID=\"{id}\"")).unwrap();
    let from = xml[..at].rfind('<').unwrap();
    let name: String = xml[from + 1..].chars().take_while(|c| !c.is_whitespace()).collect();
    let end = format!("</{name}>");
    (from, xml.rfind(&end).unwrap() + end.len())
}
