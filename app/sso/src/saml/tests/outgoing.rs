use std::io::Read;

use base64::{Engine, engine::general_purpose::STANDARD};
use flate2::read::DeflateDecoder;
use openssl::{hash::MessageDigest, sign::Verifier, x509::X509};
use url::Url;

use super::*;
use crate::saml::{Outgoing, SpKey, begin};

fn fields(url: &str) -> Vec<(String, String)> {
    Url::parse(url).unwrap().query_pairs().into_owned().collect()
}

#[test]
fn a_redirect_carries_a_signed_request() {
    let key = SpKey::generate(NOW).unwrap();
    let idp = IdentityProvider { redirect_url: Some("https://idp.example/sso?tenant=1".to_owned()), ..provider(&[]) };

    let (id, outgoing) = begin(&idp, &sp(), Some(&key), "relay & state", NOW, &mut rand::rng()).unwrap();

    let Outgoing::Redirect(url) = outgoing else { panic!("a redirect is preferred") };
    let fields = fields(&url);
    let names: Vec<_> = fields.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["tenant", "SAMLRequest", "RelayState", "SigAlg", "Signature"]);
    assert_eq!(fields[2].1, "relay & state");
    let mut xml = String::new();
    DeflateDecoder::new(STANDARD.decode(&fields[1].1).unwrap().as_slice()).read_to_string(&mut xml).unwrap();
    assert!(xml.contains(&format!("ID=\"{id}\"")) && xml.contains(&format!("AssertionConsumerServiceURL=\"{}\"", sp().acs_url)), "{xml}");
    let query = Url::parse(&url).unwrap().query().unwrap().to_owned();
    let signed = &query[query.find("SAMLRequest=").unwrap()..query.find("&Signature=").unwrap()];
    let public = X509::from_der(&key.certificate.der).unwrap().public_key().unwrap();
    let mut verifier = Verifier::new(MessageDigest::sha256(), &public).unwrap();
    verifier.update(signed.as_bytes()).unwrap();
    assert!(verifier.verify(&STANDARD.decode(&fields[4].1).unwrap()).unwrap());
}

#[test]
fn a_provider_without_redirect_gets_a_form() {
    let key = SpKey::generate(NOW).unwrap();
    let idp = IdentityProvider { redirect_url: None, post_url: Some("https://idp.example/post".to_owned()), ..provider(&[]) };

    let (id, outgoing) = begin(&idp, &sp(), Some(&key), "r", NOW, &mut rand::rng()).unwrap();

    let Outgoing::Post(form) = outgoing else { panic!("a form") };
    let xml = String::from_utf8(STANDARD.decode(&form.message).unwrap()).unwrap();
    assert!(xml.contains(&id) && xml.contains("<ds:SignatureValue>"), "{xml}");
    assert_eq!((form.action.as_str(), form.relay_state.as_str()), ("https://idp.example/post", "r"));
}

#[test]
fn a_key_is_put_together_again() {
    let key = SpKey::generate(NOW).unwrap();

    let again = SpKey::from_parts(key.private().clone(), &key.certificate.der).unwrap();

    assert_eq!(again.sign(b"x").unwrap(), key.sign(b"x").unwrap());
    assert!(SpKey::from_parts(vault::SecretBytes::new(b"x".to_vec()), &key.certificate.der).is_err());
}
