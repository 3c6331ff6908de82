use model::Invalid;
use serde::{Deserialize, Serialize};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{POST, REDIRECT};
use crate::{
    Certificate, CertificateFault, secure_url,
    xml::{Comments, Element, Limits, METADATA, PROTOCOL, SIGNATURE, XmlFault, read},
};

/// Metadata of a provider with many certificates and languages is some 20 kB.
const LIMITS: Limits = Limits { bytes: 512 * 1024, elements: 5_000, depth: 24, attributes: 64, comments: Comments::Skipped };
/// More certificates than any provider has at once.
const MOST_CERTIFICATES: usize = 10;

/// What we know of a provider: from its metadata, or typed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityProvider {
    /// Its entity id: what it calls itself.
    pub entity_id: String,
    /// Where a browser is sent by redirect.
    pub redirect_url: Option<String>,
    /// Where a browser sends a form.
    pub post_url: Option<String>,
    /// Where it takes messages about signing out by redirect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_out_redirect: Option<LogOutPlace>,
    /// Where it takes them by form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_out_post: Option<LogOutPlace>,
    /// Whether it asks for signed requests.
    pub wants_signed_requests: bool,
    /// Its certificates, DER: any of them may have signed.
    #[serde(with = "certificates")]
    pub certificates: Vec<Certificate>,
}

/// Where a provider takes messages about signing out, by one binding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogOutPlace {
    /// Where our requests go.
    pub url: String,
    /// Where our answers to its requests go, when that is another place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<String>,
}

/// Why metadata was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MetadataFault {
    /// Not XML that we read.
    #[error("The metadata cannot be read: {0}.")]
    Xml(#[from] XmlFault),
    /// Something is missing or stands there twice.
    #[error("The metadata does not fit: {0}.")]
    Shape(&'static str),
    /// Nothing in it could check a signature.
    #[error("The metadata has no certificate that could check a signature: {0}.")]
    NoCertificate(CertificateFault),
    /// It says itself that it is over.
    #[error("The metadata itself says that it was valid until {0}. Ask the provider for a current one.")]
    Over(String),
    /// An address in it is not one that a browser may be sent to.
    #[error("{0}")]
    Address(Invalid),
}

impl IdentityProvider {
    /// Checks what was typed or read: an id, at least one way in, and a certificate that can check a signature now.
    pub fn checked(self, now: OffsetDateTime) -> Result<Self, MetadataFault> {
        if self.entity_id.is_empty() || self.entity_id.len() > 1_024 {
            return Err(MetadataFault::Shape("the entity id is missing or longer than 1024 characters"));
        }
        if self.redirect_url.is_none() && self.post_url.is_none() {
            return Err(MetadataFault::Shape("it names no single sign-on service by redirect or by post"));
        }
        let places = [&self.log_out_redirect, &self.log_out_post].into_iter().flatten();
        let log_out = places.flat_map(|place| [Some(&place.url), place.answers.as_ref()]).flatten();
        for url in [&self.redirect_url, &self.post_url].into_iter().flatten().chain(log_out) {
            secure_url("sso_url", url).map_err(MetadataFault::Address)?;
        }
        if self.certificates.len() > MOST_CERTIFICATES {
            return Err(MetadataFault::Shape("it has more than ten certificates"));
        }
        self.usable_certificates(now).map_err(MetadataFault::NoCertificate)?;
        Ok(self)
    }

    /// The certificates that may check a signature now; none is an error, on saving and on every use: without one, a
    /// signature would not be checked at all.
    pub fn usable_certificates(&self, now: OffsetDateTime) -> Result<Vec<&Certificate>, CertificateFault> {
        let mut fault = CertificateFault::None;
        let mut usable = Vec::new();
        for certificate in &self.certificates {
            match certificate.usable_at(now) {
                Ok(()) => usable.push(certificate),
                Err(other) => fault = other,
            }
        }
        if usable.is_empty() { Err(fault) } else { Ok(usable) }
    }
}

/// Reads a provider's metadata. Its own signature is not looked at: an administrator brings it, or it comes over TLS.
pub fn read_metadata(xml: &[u8], now: OffsetDateTime) -> Result<IdentityProvider, MetadataFault> {
    let root = read(xml, &LIMITS)?;
    let entity = the_entity(&root)?;
    for holder in [&root, entity] {
        is_current(holder, now)?;
    }
    let idp = entity.only(METADATA, "IDPSSODescriptor").ok_or(MetadataFault::Shape("it does not describe one identity provider"))?;
    if !idp.attribute("protocolSupportEnumeration").unwrap_or_default().split_whitespace().any(|protocol| protocol == PROTOCOL) {
        return Err(MetadataFault::Shape("the provider does not speak SAML 2.0"));
    }
    let service = |binding| place(idp, "SingleSignOnService", binding).map(|place| place.url);
    let log_out = |binding| place(idp, "SingleLogoutService", binding);
    let provider = IdentityProvider {
        entity_id: entity.attribute("entityID").unwrap_or_default().trim().to_owned(),
        redirect_url: service(REDIRECT),
        post_url: service(POST),
        log_out_redirect: log_out(REDIRECT),
        log_out_post: log_out(POST),
        wants_signed_requests: matches!(idp.attribute("WantAuthnRequestsSigned"), Some("true" | "1")),
        certificates: signing_certificates(idp)?,
    };
    provider.checked(now)
}

/// The first service of this name by this binding.
fn place(idp: &Element, name: &str, binding: &str) -> Option<LogOutPlace> {
    let mut services = idp.all(METADATA, name).filter(|service| service.attribute("Binding") == Some(binding));
    let address = |service: &Element, name| service.attribute(name).map(|address| address.trim().to_owned());
    services.find_map(|service| Some(LogOutPlace { url: address(service, "Location")?, answers: address(service, "ResponseLocation") }))
}

/// The one entity that is an identity provider; a file of a whole federation is refused, since it does not say which.
fn the_entity(root: &Element) -> Result<&Element, MetadataFault> {
    if root.is(METADATA, "EntityDescriptor") {
        return Ok(root);
    }
    if !root.is(METADATA, "EntitiesDescriptor") {
        return Err(MetadataFault::Shape("it does not begin with EntityDescriptor"));
    }
    let providers: Vec<_> =
        root.all(METADATA, "EntityDescriptor").filter(|entity| entity.all(METADATA, "IDPSSODescriptor").next().is_some()).collect();
    match providers.as_slice() {
        [one] => Ok(one),
        _ => Err(MetadataFault::Shape("it describes several providers or none; give the metadata of one")),
    }
}

fn is_current(holder: &Element, now: OffsetDateTime) -> Result<(), MetadataFault> {
    let Some(until) = holder.attribute("validUntil") else { return Ok(()) };
    let until = OffsetDateTime::parse(until.trim(), &Rfc3339).map_err(|_| MetadataFault::Shape("its validUntil is not a time"))?;
    if now < until { Ok(()) } else { Err(MetadataFault::Over(until.date().to_string())) }
}

/// Certificates for signing, or for anything; one for encryption alone is not one that checks signatures.
fn signing_certificates(idp: &Element) -> Result<Vec<Certificate>, MetadataFault> {
    let mut found: Vec<Certificate> = Vec::new();
    for key in idp.all(METADATA, "KeyDescriptor").filter(|key| matches!(key.attribute("use"), None | Some("signing"))) {
        let data = key.all(SIGNATURE, "KeyInfo").flat_map(|info| info.all(SIGNATURE, "X509Data"));
        for text in data.flat_map(|data| data.all(SIGNATURE, "X509Certificate")) {
            let certificate = Certificate::from_text(&text.text).map_err(MetadataFault::NoCertificate)?;
            if !found.contains(&certificate) {
                found.push(certificate);
            }
        }
    }
    Ok(found)
}

/// Certificates are stored as base64 of their DER, and read again from it.
mod certificates {
    use base64::{Engine, engine::general_purpose::STANDARD};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::Certificate;

    pub(super) fn serialize<S: Serializer>(all: &[Certificate], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(all.iter().map(|certificate| STANDARD.encode(&certificate.der)))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Certificate>, D::Error> {
        let texts = Vec::<String>::deserialize(from)?;
        texts.iter().map(|text| Certificate::from_text(text).map_err(D::Error::custom)).collect()
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::saml::tests::{NOW, keys, provider};

    fn descriptor(keys: &str, services: &str) -> String {
        format!(
            "<!-- made by hand --><md:EntityDescriptor xmlns:md='{METADATA}' xmlns:ds='{SIGNATURE}' entityID='https://idp.example/id'>\
             <md:IDPSSODescriptor protocolSupportEnumeration='{PROTOCOL}'>{keys}{services}</md:IDPSSODescriptor></md:EntityDescriptor>"
        )
    }

    fn key(usage: &str, certificate: &Certificate) -> String {
        let text = certificate.to_pem().replace("-----BEGIN CERTIFICATE-----", "").replace("-----END CERTIFICATE-----", "");
        format!(
            "<md:KeyDescriptor{usage}><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{text}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
        )
    }

    fn service(binding: &str, location: &str) -> String {
        format!("<md:SingleSignOnService Binding='{binding}' Location='{location}'/>")
    }

    fn read(keys: &str, services: &str) -> Result<IdentityProvider, MetadataFault> {
        read_metadata(descriptor(keys, services).as_bytes(), NOW)
    }

    #[test]
    fn what_matters_is_read() {
        let (one, two) = (&keys::idp().certificate, &keys::other().certificate);
        let keys = [key(" use='signing'", one), key("", two), key("", two)].concat();

        let provider =
            read(&keys, &[service(REDIRECT, "https://idp.example/sso?x=1"), service(POST, "https://idp.example/post")].concat()).unwrap();

        assert_eq!(
            (provider.entity_id.as_str(), provider.redirect_url.as_deref()),
            ("https://idp.example/id", Some("https://idp.example/sso?x=1"))
        );
        assert_eq!((provider.post_url.as_deref(), provider.certificates.len()), (Some("https://idp.example/post"), 2));
        assert_eq!((provider.log_out_redirect, provider.log_out_post), (None, None));
    }

    #[test]
    fn places_to_sign_out_are_read_and_have_to_be_ones_that_a_browser_may_be_sent_to() {
        let with =
            |log_out: String| read(&key("", &keys::idp().certificate), &[service(REDIRECT, "https://idp.example/sso"), log_out].concat());
        let place = |binding: &str, rest: &str| format!("<md:SingleLogoutService Binding='{binding}' {rest}/>");

        let two = with(
            [
                place(REDIRECT, "Location='https://idp.example/out' ResponseLocation='https://idp.example/done'"),
                place(POST, "Location='https://idp.example/form'"),
            ]
            .concat(),
        )
        .unwrap();

        let answers = Some("https://idp.example/done".to_owned());
        assert_eq!(two.log_out_redirect, Some(LogOutPlace { url: "https://idp.example/out".to_owned(), answers }));
        assert_eq!(two.log_out_post, Some(LogOutPlace { url: "https://idp.example/form".to_owned(), answers: None }));
        for bad in ["Location='javascript:alert(1)'", "Location='https://idp.example' ResponseLocation='http://idp.example'"] {
            assert!(matches!(with(place(REDIRECT, bad)), Err(MetadataFault::Address(_))), "{bad}");
        }
    }

    #[test]
    fn a_provider_without_a_usable_signing_certificate_is_refused() {
        let sso = service(REDIRECT, "https://idp.example/sso");
        let ended = keys::rsa(2_048, datetime!(2020-01-01 0:00 UTC), datetime!(2021-01-01 0:00 UTC)).certificate;
        let weak = keys::rsa(1_024, datetime!(2020-01-01 0:00 UTC), datetime!(2031-01-01 0:00 UTC)).certificate;

        assert_eq!(read("", &sso), Err(MetadataFault::NoCertificate(CertificateFault::None)));
        assert_eq!(
            read(&key(" use='encryption'", &keys::idp().certificate), &sso),
            Err(MetadataFault::NoCertificate(CertificateFault::None))
        );
        assert!(matches!(read(&key("", &ended), &sso), Err(MetadataFault::NoCertificate(CertificateFault::Ended(_)))));
        assert!(matches!(read(&key("", &weak), &sso), Err(MetadataFault::NoCertificate(CertificateFault::Weak(_)))));
        assert!(provider(&[]).usable_certificates(NOW).is_err(), "also on use");
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let good = key("", &keys::idp().certificate);

        assert!(matches!(read(&good, ""), Err(MetadataFault::Shape(_))), "no service");
        assert!(matches!(
            read(&good, &service("urn:oasis:names:tc:SAML:2.0:bindings:SOAP", "https://x.example")),
            Err(MetadataFault::Shape(_))
        ));
        assert!(matches!(read(&good, &service(REDIRECT, "javascript:alert(1)")), Err(MetadataFault::Address(_))));
        assert!(matches!(read(&good, &service(POST, "http://idp.example")), Err(MetadataFault::Address(_))));
        assert!(matches!(read_metadata(b"<html/>", NOW), Err(MetadataFault::Shape(_))));
        assert!(matches!(read_metadata(b"<!DOCTYPE a><a/>", NOW), Err(MetadataFault::Xml(XmlFault::DocumentType))));
        let one = descriptor(&good, &service(REDIRECT, "https://idp.example/sso")).replace("<!-- made by hand -->", "");
        let over = one.replace("entityID=", "validUntil='2026-01-01T00:00:00Z' entityID=");
        assert!(matches!(read_metadata(over.as_bytes(), NOW), Err(MetadataFault::Over(_))));
        let many = format!("<md:EntitiesDescriptor xmlns:md='{METADATA}'>{one}{one}</md:EntitiesDescriptor>");
        assert!(matches!(read_metadata(many.as_bytes(), NOW), Err(MetadataFault::Shape(_))));
        let single = format!("<md:EntitiesDescriptor xmlns:md='{METADATA}'>{one}</md:EntitiesDescriptor>");
        assert!(read_metadata(single.as_bytes(), NOW).is_ok());
    }

    #[test]
    fn what_is_stored_reads_back() {
        let provider = provider(&[&keys::idp().certificate, &keys::other().certificate]);

        assert_eq!(serde_json::from_value::<IdentityProvider>(serde_json::to_value(&provider).unwrap()).unwrap(), provider);
    }
}
