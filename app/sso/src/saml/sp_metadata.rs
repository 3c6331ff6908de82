use base64::{Engine, engine::general_purpose::STANDARD};

use super::{POST, REDIRECT, ServiceProvider};
use crate::{
    Certificate,
    xml::{METADATA, PROTOCOL, SIGNATURE, escape},
};

/// Our metadata for one connection. It publishes the key that signs now and the one that will, so that a provider knows the
/// next before it is used. No key for encryption: encrypted assertions are refused.
pub fn sp_metadata(sp: &ServiceProvider, certificates: &[&Certificate], signs_requests: bool) -> String {
    let keys: String = certificates.iter().map(|certificate| key(certificate)).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <md:EntityDescriptor xmlns:md=\"{METADATA}\" entityID=\"{}\">\
         <md:SPSSODescriptor AuthnRequestsSigned=\"{signs_requests}\" WantAssertionsSigned=\"true\" protocolSupportEnumeration=\"{PROTOCOL}\">{keys}\
         <md:SingleLogoutService Binding=\"{REDIRECT}\" Location=\"{}\"/><md:SingleLogoutService Binding=\"{POST}\" Location=\"{}\"/>\
         <md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>\
         <md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat>\
         <md:AssertionConsumerService Binding=\"{POST}\" Location=\"{}\" index=\"0\" isDefault=\"true\"/>\
         </md:SPSSODescriptor></md:EntityDescriptor>\n",
        escape(&sp.entity_id),
        escape(&sp.slo_url),
        escape(&sp.slo_url),
        escape(&sp.acs_url),
    )
}

fn key(certificate: &Certificate) -> String {
    format!(
        "<md:KeyDescriptor use=\"signing\"><ds:KeyInfo xmlns:ds=\"{SIGNATURE}\"><ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate>\
         </ds:X509Data></ds:KeyInfo></md:KeyDescriptor>",
        STANDARD.encode(&certificate.der)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        saml::tests::{NOW, keys},
        xml::{Comments, Limits, read},
    };

    #[test]
    fn both_keys_and_our_addresses_are_published() {
        let sp = ServiceProvider::new("https://flow.example/", "o&1", "c1");
        let xml = sp_metadata(&sp, &[&keys::idp().certificate, &keys::other().certificate], true);

        let limits = Limits { bytes: 20_000, elements: 50, depth: 10, attributes: 10, comments: Comments::Refused };
        let root = read(xml.as_bytes(), &limits).unwrap();
        let descriptor = root.only(METADATA, "SPSSODescriptor").unwrap();

        assert_eq!(root.attribute("entityID"), Some("https://flow.example/auth/saml/o&1/c1/metadata"));
        assert_eq!(descriptor.all(METADATA, "KeyDescriptor").count(), 2);
        let acs = descriptor.only(METADATA, "AssertionConsumerService").unwrap();
        assert_eq!(acs.attribute("Location"), Some("https://flow.example/auth/saml/o&1/c1/acs"));
        let places: Vec<_> = descriptor.all(METADATA, "SingleLogoutService").filter_map(|place| place.attribute("Location")).collect();
        assert_eq!(places, ["https://flow.example/auth/saml/o&1/c1/slo"; 2]);
        assert!(keys::idp().certificate.usable_at(NOW).is_ok());
    }
}
