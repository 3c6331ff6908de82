//! Messages about signing out, made by our own writer in the provider's place, and forged ones.

use std::{io::Write, sync::OnceLock};

use base64::{Engine, engine::general_purpose::STANDARD};
use flate2::{Compression, write::DeflateEncoder};
use openssl::{ecdsa::EcdsaSig, hash::MessageDigest, pkey::PKey, sign::Signer};

use url::form_urlencoded::byte_serialize;

use super::*;
use crate::saml::{
    AskedOut, Carried, Incoming, LogOutPlace, Outgoing, ProviderSession, SpKey, answer_log_out, begin_log_out, read_log_out,
    read_log_out_answer,
};

fn key() -> &'static SpKey {
    static KEY: OnceLock<SpKey> = OnceLock::new();
    KEY.get_or_init(|| SpKey::generate(NOW).unwrap())
}

fn trusted() -> IdentityProvider {
    provider(&[&keys::other().certificate, &key().certificate])
}

fn session() -> ProviderSession {
    ProviderSession {
        name_id: "person <1>".to_owned(),
        format: Some("urn:oasis:names:tc:SAML:2.0:nameid-format:persistent".to_owned()),
        name_qualifier: Some(IDP.to_owned()),
        sp_name_qualifier: None,
        session_index: Some("s&1".to_owned()),
    }
}

/// The provider as one who writes to us: its entity id as the sender, our address as the place.
fn as_sender() -> ServiceProvider {
    ServiceProvider { entity_id: IDP.to_owned(), ..sp() }
}

fn us_by(post: bool) -> IdentityProvider {
    let place = || Some(LogOutPlace { url: sp().slo_url, answers: None });
    IdentityProvider {
        log_out_redirect: if post { None } else { place() },
        log_out_post: if post { place() } else { None },
        ..provider(&[])
    }
}

fn asks(post: bool, key: Option<&SpKey>) -> Outgoing {
    begin_log_out((&us_by(post), &as_sender()), key, &session(), "relay & state", NOW, &mut rand::rng()).unwrap().unwrap().1
}

/// A query as it reaches us, or a form's field.
fn text(outgoing: &Outgoing) -> String {
    match outgoing {
        Outgoing::Redirect(url) => url.split_once('?').unwrap().1.to_owned(),
        Outgoing::Post(form) => form.message.clone(),
    }
}

fn read_at(text: &str, post: bool, now: OffsetDateTime) -> Result<AskedOut, (Step, Refusal)> {
    let carried = if post { Carried::Form(text) } else { Carried::Query(text) };
    read_log_out(&Incoming { carried, idp: &trusted(), sp: &sp(), now }).map_err(|refused| (refused.step, refused.why))
}

/// A message of the provider's, changed by `bend` before it is signed; by redirect.
fn bent(bend: impl FnOnce(String) -> String) -> String {
    let Outgoing::Post(form) = asks(true, None) else { panic!("a form") };
    let xml = bend(String::from_utf8(STANDARD.decode(form.message).unwrap()).unwrap());
    signed_query(&xml, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", |text| key().sign(text).unwrap())
}

fn signed_query(xml: &str, algorithm: &str, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::default());
    packed.write_all(xml.as_bytes()).unwrap();
    let encoded = |bytes: &[u8]| byte_serialize(bytes).collect::<String>();
    let message = encoded(STANDARD.encode(packed.finish().unwrap()).as_bytes());
    let query = format!("SAMLRequest={message}&SigAlg={}", encoded(algorithm.as_bytes()));
    let signature = encoded(STANDARD.encode(sign(query.as_bytes())).as_bytes());
    format!("{query}&Signature={signature}")
}

#[test]
fn what_a_provider_asks_is_read_by_both_bindings() {
    for post in [false, true] {
        let asked = read_at(&text(&asks(post, Some(key()))), post, NOW).unwrap();

        assert_eq!((asked.name_id.as_str(), asked.session_indexes.as_slice()), ("person <1>", ["s&1".to_owned()].as_slice()), "{post}");
        assert_eq!(asked.remember_until, NOW + Duration::minutes(5) + crate::SKEW);
        let held: Vec<_> = asked.trail.steps().iter().map(|(step, _)| *step).collect();
        assert_eq!(held, [Step::Shape, Step::Issuer, Step::Signature, Step::Destination, Step::Window, Step::Subject]);
    }
}

#[test]
fn nothing_counts_that_the_provider_did_not_sign() {
    for post in [false, true] {
        let stranger = SpKey::generate(NOW).unwrap();

        assert_eq!(read_at(&text(&asks(post, None)), post, NOW), Err((Step::Signature, Refusal::Unsigned)), "{post}");
        assert_eq!(read_at(&text(&asks(post, Some(&stranger))), post, NOW), Err((Step::Signature, Refusal::Signature)), "{post}");
    }
    let good = text(&asks(false, Some(key())));
    let other = text(&begin_with("person-2"));
    let message = |query: &str| query.split('&').next().unwrap().to_owned();
    let changed = good.replace(&message(&good), &message(&other));
    assert_eq!(read_at(&changed, false, NOW), Err((Step::Signature, Refusal::Signature)), "another message");
    let relay = good.replace("RelayState=relay", "RelayState=other");
    assert_eq!(read_at(&relay, false, NOW), Err((Step::Signature, Refusal::Signature)), "another relay state");
    let Outgoing::Post(form) = asks(true, Some(key())) else { panic!("a form") };
    let xml = String::from_utf8(STANDARD.decode(form.message).unwrap()).unwrap();
    let changed = STANDARD.encode(xml.replace("person &lt;1&gt;", "person-2"));
    assert_eq!(read_at(&changed, true, NOW), Err((Step::Signature, Refusal::Signature)), "a changed form");
}

fn begin_with(name_id: &str) -> Outgoing {
    let session = ProviderSession { name_id: name_id.to_owned(), ..session() };
    begin_log_out((&us_by(false), &as_sender()), Some(key()), &session, "relay & state", NOW, &mut rand::rng()).unwrap().unwrap().1
}

#[test]
fn a_second_part_of_the_address_is_not_chosen_from() {
    let good = text(&asks(false, Some(key())));
    let another = text(&begin_with("person-2"));

    for part in ["SAMLRequest", "RelayState", "SigAlg", "Signature"] {
        let twice = another.split('&').find(|pair| pair.starts_with(part)).unwrap();

        assert!(matches!(read_at(&format!("{good}&{twice}"), false, NOW), Err((Step::Shape, Refusal::Shape(_)))), "{part}");
    }
}

#[test]
fn messages_for_others_from_others_and_of_other_times_are_refused() {
    let at = |seconds: i64| read_at(&text(&asks(false, Some(key()))), false, NOW + Duration::seconds(seconds)).map_err(|(_, why)| why);
    let slo = sp().slo_url;

    assert_eq!(bent_refusal(|xml| xml.replace(&slo, "https://flow.example/other")).0, Step::Destination);
    assert_eq!(bent_refusal(|xml| xml.replace(&format!(" Destination=\"{slo}\""), "")).0, Step::Destination);
    assert_eq!(bent_refusal(|xml| xml.replace(&format!("<saml:Issuer>{IDP}"), "<saml:Issuer>https://evil.example")).0, Step::Issuer);
    assert_eq!(bent_refusal(|xml| xml.replace(" Version=", " NotOnOrAfter=\"2026-11-25T11:50:00Z\" Version=")).1, Refusal::TooLate);
    assert!(at(479).is_ok() && at(-180).is_ok());
    assert_eq!((at(480), at(-181)), (Err(Refusal::TooLate), Err(Refusal::TooEarly)));
}

fn bent_refusal(bend: impl FnOnce(String) -> String) -> (Step, Refusal) {
    read_at(&bent(bend), false, NOW).unwrap_err()
}

#[test]
fn odd_messages_are_refused_before_anything_is_believed() {
    assert_eq!(bent_refusal(|xml| format!("<!DOCTYPE a>{xml}")).0, Step::Shape);
    assert_eq!(bent_refusal(|xml| xml.replace("LogoutRequest", "LogoutResponse")).0, Step::Shape, "an answer in the place of a request");
    assert_eq!(bent_refusal(|xml| xml.replace("saml:NameID", "saml:EncryptedID")), (Step::Shape, Refusal::Encrypted));
    assert_eq!(
        bent_refusal(|xml| xml.replace("<samlp:SessionIndex>", "<samlp:SessionIndex ID=\"a\"/><samlp:SessionIndex ID=\"a\">")).0,
        Step::Shape
    );
    let inside = "</saml:Issuer><ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"/>";
    assert!(matches!(bent_refusal(|xml| xml.replace("</saml:Issuer>", inside)), (Step::Signature, Refusal::SignaturePlace(_))));
    let empty = bent_refusal(|xml| xml.replace("s&amp;1", ""));
    assert_eq!(empty.0, Step::Subject, "a session without a name would mean all of them");
}

#[test]
fn a_message_that_grows_is_not_unpacked_to_its_end() {
    let bomb = signed_query(&" ".repeat(20_000_000), "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", |text| key().sign(text).unwrap());
    assert!(bomb.len() < 40_000);

    let refused = read_at(&bomb, false, NOW).unwrap_err();

    assert_eq!(refused, (Step::Shape, Refusal::Xml(crate::xml::XmlFault::TooLarge)));
}

#[test]
fn weak_algorithms_are_refused_and_elliptic_curves_are_not() {
    let Outgoing::Post(form) = asks(true, None) else { panic!("a form") };
    let xml = String::from_utf8(STANDARD.decode(form.message).unwrap()).unwrap();
    let sha1 = signed_query(&xml, "http://www.w3.org/2000/09/xmldsig#rsa-sha1", |text| key().sign(text).unwrap());
    assert!(matches!(read_at(&sha1, false, NOW), Err((Step::Signature, Refusal::Algorithm(_)))));

    let ec = keys::ec(NOW - Duration::days(1), NOW + Duration::days(1));
    let by_ec = |algorithm| {
        signed_query(&xml, algorithm, |text| {
            let private = PKey::private_key_from_der(ec.private()).unwrap();
            let mut signer = Signer::new(MessageDigest::sha256(), &private).unwrap();
            signer.update(text).unwrap();
            let both = EcdsaSig::from_der(&signer.sign_to_vec().unwrap()).unwrap();
            [both.r().to_vec_padded(32).unwrap(), both.s().to_vec_padded(32).unwrap()].concat()
        })
    };
    let idp = provider(&[&ec.certificate]);
    let read = |query: &str| read_log_out(&Incoming { carried: Carried::Query(query), idp: &idp, sp: &sp(), now: NOW });

    assert!(read(&by_ec("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256")).is_ok());
    assert_eq!(
        read(&by_ec("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256")).unwrap_err().why,
        Refusal::Signature,
        "another kind of key"
    );
}

#[test]
fn an_answer_has_to_answer_what_we_asked() {
    for post in [false, true] {
        let outgoing = answer_log_out((&us_by(post), &as_sender()), Some(key()), REQUEST, "", NOW, &mut rand::rng()).unwrap().unwrap();
        let text = text(&outgoing);
        let read = |request: &str| {
            let carried = if post { Carried::Form(&text) } else { Carried::Query(&text) };
            read_log_out_answer(&Incoming { carried, idp: &trusted(), sp: &sp(), now: NOW }, request).map_err(|refused| refused.why)
        };

        assert!(read(REQUEST).is_ok(), "{post}");
        assert_eq!(read("_another"), Err(Refusal::Request));
        assert!(read_at(&text, post, NOW).is_err(), "an answer does not ask for anything");
    }
}

#[test]
fn a_provider_without_a_place_is_not_asked() {
    let none = begin_log_out((&provider(&[]), &sp()), Some(key()), &session(), "r", NOW, &mut rand::rng()).unwrap();

    assert!(none.is_none());
}
