//! Each answer is signed honestly first and then changed, or signed by somebody else.

use super::*;
use crate::{CertificateFault, xml::XmlFault};

/// An honest answer with `from` replaced before signing: the provider itself says it.
fn said(from: &str, to: &str) -> String {
    assert!(response().contains(from), "{from}");
    signed(&response().replace(from, to), Layout::Both, keys::idp())
}

#[test]
fn an_unsigned_answer_is_refused() {
    let xml = response().replace("{sig:_r1}", "").replace("{sig:_a1}", "");

    assert_eq!(refused(&xml), (Step::Shape, Refusal::Unsigned));
}

#[test]
fn a_connection_without_a_certificate_takes_nothing() {
    let honest = signed(&response(), Layout::Both, keys::idp());

    for idp in [provider(&[]), provider(&[&keys::rsa(2_048, NOW - Duration::days(9), NOW - Duration::days(1)).certificate])] {
        let refused = verified(&honest, &idp).unwrap_err();
        assert!(matches!(refused.why, Refusal::NoCertificate(CertificateFault::None | CertificateFault::Ended(_))), "{:?}", refused.why);
    }
}

#[test]
fn a_strangers_signature_is_refused() {
    for layout in LAYOUTS {
        assert_eq!(refused(&signed(&response(), layout, keys::other())), (Step::Signature, Refusal::Signature), "{layout:?}");
    }
    // One half honest, the other not: every signature has to hold.
    let half = sign(&sign(&response(), "_a1", keys::idp()), "_r1", keys::other());
    assert_eq!(refused(&half).1, Refusal::Signature);
}

#[test]
fn a_changed_answer_is_refused() {
    for layout in LAYOUTS {
        let xml = signed(&response(), layout, keys::idp()).replace("mara@acme.example", "owner@acme.example");
        assert_eq!(refused(&xml), (Step::Signature, Refusal::Signature), "{layout:?}");
    }
}

#[test]
fn a_comment_does_not_cut_a_name() {
    for text in ["mara@acme.example<!---->.evil.example", "person-1<!--x-->"] {
        let xml = signed(&response(), Layout::Both, keys::idp()).replace(text.split('<').next().unwrap(), text);
        assert_eq!(refused(&xml).1, Refusal::Xml(XmlFault::Comment));
    }
}

#[test]
fn weak_algorithms_are_refused() {
    const SHA1: &str = "http://www.w3.org/2000/09/xmldsig#sha1";
    let sha256 = "http://www.w3.org/2001/04/xmlenc#sha256";
    for (method, digest) in [
        ("http://www.w3.org/2000/09/xmldsig#rsa-sha1", sha256),
        ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", SHA1),
        ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha224", sha256),
    ] {
        let xml = signed(&response(), Layout::Assertion, &keys::idp().by(method, digest));
        assert!(matches!(refused(&xml), (Step::Shape, Refusal::Algorithm(_))), "{method} {digest}");
    }
    let mac = signed(&response(), Layout::Assertion, keys::idp()).replace("#rsa-sha256", "#hmac-sha256");
    assert!(matches!(refused(&mac).1, Refusal::Algorithm(_)));
    let weak = keys::rsa(1_024, NOW - Duration::days(1), NOW + Duration::days(1));
    let why = verified(&signed(&response(), Layout::Assertion, &weak), &provider(&[&weak.certificate])).unwrap_err().why;
    assert_eq!(why, Refusal::NoCertificate(CertificateFault::Weak("RSA 1024".to_owned())));
}

#[test]
fn an_encrypted_assertion_is_refused_before_it_is_opened() {
    let xml =
        said("{sig:_r1}", "{sig:_r1}").replace("</samlp:Status>", "</samlp:Status><saml:EncryptedAssertion><x/></saml:EncryptedAssertion>");

    assert_eq!(refused(&xml), (Step::Shape, Refusal::Encrypted));
}

#[test]
fn documents_with_tricks_are_refused() {
    let honest = signed(&response(), Layout::Both, keys::idp());
    for (xml, fault) in [
        (format!("<!DOCTYPE r [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>{honest}"), XmlFault::DocumentType),
        (format!("<?x y?>{honest}"), XmlFault::Instruction),
        (honest.replace("person-1", "<![CDATA[person-1]]>"), XmlFault::CData),
        (honest.replace("person-1", "&person;"), XmlFault::Entity),
        (format!("{honest}<x/>"), XmlFault::Malformed),
        (honest.replace("</samlp:Response>", ""), XmlFault::Malformed),
        (honest.replace("person-1", &"x".repeat(70_000)), XmlFault::TooLarge),
        (
            honest.replace("<samlp:Status>", &format!("<samlp:Status {}>", (0..65).map(|n| format!("a{n}='1' ")).collect::<String>())),
            XmlFault::TooManyAttributes,
        ),
    ] {
        assert_eq!(refused(&xml), (Step::Shape, Refusal::Xml(fault)));
    }
    let outer = format!("<x>{honest}</x>");
    assert!(matches!(refused(&outer).1, Refusal::Shape(_)), "a foreign root");
}

#[test]
fn answers_for_somebody_else_are_refused() {
    let other = ServiceProvider::new("https://flow.example", "org2", "con2");

    assert!(matches!(
        refused(&said(&format!("<saml:Audience>{}", sp().entity_id), &format!("<saml:Audience>{}", other.entity_id))),
        (Step::Audience, Refusal::Audience { .. })
    ));
    assert!(matches!(
        refused(&said(&format!("Recipient=\"{}", sp().acs_url), &format!("Recipient=\"{}", other.acs_url))),
        (Step::Destination, Refusal::Destination { .. })
    ));
    assert!(matches!(
        refused(&said(&format!("Destination=\"{}", sp().acs_url), &format!("Destination=\"{}", other.acs_url))),
        (Step::Destination, Refusal::Destination { .. })
    ));
    assert!(matches!(refused(&said(IDP, "https://evil.example")), (Step::Issuer, Refusal::Issuer { .. })));
    // Two restrictions: both have to name us.
    let second = "</saml:AudienceRestriction><saml:AudienceRestriction><saml:Audience>https://other.example</saml:Audience></saml:AudienceRestriction>";
    assert!(matches!(refused(&said("</saml:AudienceRestriction>", second)).1, Refusal::Audience { .. }));
}

#[test]
fn answers_to_nothing_or_to_another_request_are_refused() {
    assert_eq!(
        refused(&said(&format!("<saml:SubjectConfirmationData InResponseTo=\"{REQUEST}\""), "<saml:SubjectConfirmationData")),
        (Step::Request, Refusal::Request)
    );
    assert_eq!(refused(&said(REQUEST, "_another")), (Step::Request, Refusal::Request));
    // Only the unsigned response names another request.
    let outside =
        signed(&response(), Layout::Assertion, keys::idp()).replacen(&format!("InResponseTo=\"{REQUEST}\""), "InResponseTo=\"_x\"", 1);
    assert_eq!(refused(&outside).1, Refusal::Request);
}

#[test]
fn what_an_assertion_does_not_say_is_not_assumed() {
    let end = format!(" NotOnOrAfter=\"{}\"", (NOW + Duration::seconds(300)).format(&Rfc3339).unwrap());
    let xml = response();
    let between = |from: &str, to: &str| xml[xml.find(from).unwrap()..xml.find(to).unwrap() + to.len()].to_owned();
    for part in [
        between("<saml:Conditions", "</saml:Conditions>"),
        between("<saml:AudienceRestriction", "</saml:AudienceRestriction>"),
        between("<saml:AuthnStatement", "</saml:AuthnStatement>"),
        between("<saml:SubjectConfirmation ", "</saml:SubjectConfirmation>"),
        between("<saml:NameID", "</saml:NameID>"),
        end,
    ] {
        let (step, why) = refused(&said(&part, ""));
        assert!(matches!(why, Refusal::Missing(_)), "{step} {why:?} without {part}");
    }
    assert!(matches!(refused(&said("cm:bearer", "cm:holder-of-key")).1, Refusal::Missing(_)));
    assert!(matches!(refused(&said("<saml:AudienceRestriction>", "<saml:Condition/><saml:AudienceRestriction>")).1, Refusal::Condition(_)));
    assert_eq!(refused(&said("nameid-format:persistent", "nameid-format:transient")).1, Refusal::Transient);
    assert!(matches!(refused(&said("status:Success", "status:Responder")), (Step::Status, Refusal::Status(_))));
}

/// Wrapping: the honest assertion stays in the document and verifies; a forged one is put where a careless reader looks.
#[test]
fn wrapped_signatures_are_refused() {
    let honest = signed(&response(), Layout::Assertion, keys::idp());
    let from = honest.find("<saml:Assertion").unwrap();
    let to = honest.find("</saml:Assertion>").unwrap() + "</saml:Assertion>".len();
    let (before, good, after) = (&honest[..from], &honest[from..to], &honest[to..]);
    let signature = &good[good.find("<ds:Signature").unwrap()..good.find("</ds:Signature>").unwrap() + "</ds:Signature>".len()];
    let evil = good.replace(signature, "").replace("_a1", "_evil").replace("person-1", "owner-1").replace("mara@", "owner@");
    let bare = good.replace(signature, "");
    let with_signature = |inner: &str| {
        evil.replace(
            "</saml:Issuer>",
            &format!("</saml:Issuer>{}", signature.replace("</ds:Signature>", &format!("{inner}</ds:Signature>"))),
        )
    };
    let forged = [
        format!("{before}{evil}{good}{after}"),
        format!("{before}{good}{evil}{after}"),
        format!("{before}{}{after}", evil.replace("</saml:Assertion>", &format!("{good}</saml:Assertion>"))),
        format!("{before}{}{after}", good.replace("<saml:Subject>", &format!("{evil}<saml:Subject>"))),
        format!("{before}{}{after}", with_signature(&format!("<ds:Object>{bare}</ds:Object>"))),
        format!("{before}{}{after}", with_signature("").replace("</saml:Assertion>", &format!("{bare}</saml:Assertion>"))),
        format!("{before}<samlp:Extensions>{good}</samlp:Extensions>{evil}{after}"),
        format!("{before}<x xmlns=\"urn:x\">{good}</x>{evil}{after}"),
        format!(
            "{}{evil}</samlp:Response>",
            before.replace("<samlp:Status>", &format!("<samlp:Extensions>{honest}</samlp:Extensions><samlp:Status>"))
        ),
        // The same id twice: which of the two was signed depends on the reader.
        format!("{before}{}{good}{after}", evil.replace("_evil", "_a1")),
    ];
    for (number, xml) in forged.iter().enumerate() {
        let (step, why) = refused(xml);
        assert_eq!(step, Step::Shape, "{number}: {why:?}");
    }
}

#[test]
fn a_wrapped_response_is_refused() {
    let honest = signed(&response(), Layout::Response, keys::idp());
    let signature = &honest[honest.find("<ds:Signature").unwrap()..honest.find("</ds:Signature>").unwrap() + "</ds:Signature>".len()];
    let bare = honest.replace(signature, "");
    let evil = bare.replace("_r1", "_evil").replace("_a1", "_b1").replace("person-1", "owner-1");
    for xml in [
        evil.replacen(
            "<samlp:Status>",
            &format!("{}<samlp:Status>", signature.replace("</ds:Signature>", &format!("<ds:Object>{bare}</ds:Object></ds:Signature>"))),
            1,
        ),
        evil.replacen("<samlp:Status>", &format!("{signature}<samlp:Status>"), 1),
        evil.replacen("<samlp:Status>", &format!("<samlp:Extensions>{honest}</samlp:Extensions><samlp:Status>"), 1),
    ] {
        assert_eq!(refused(&xml).0, Step::Shape);
    }
}

#[test]
fn a_signature_that_leaves_parts_out_is_refused() {
    let honest = signed(&response(), Layout::Assertion, keys::idp());
    let xpath = honest.replace(
        "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>",
        "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><ds:XPath>not(ancestor-or-self::x)</ds:XPath></ds:Transform>",
    );
    let whole = honest.replace("URI=\"#_a1\"", "URI=\"\"");
    let elsewhere = honest.replace("URI=\"#_a1\"", "URI=\"#_r1\"");

    for xml in [xpath, whole, elsewhere] {
        assert!(matches!(refused(&xml), (Step::Shape, Refusal::SignaturePlace(_))));
    }
}

#[test]
fn what_is_no_answer_is_refused() {
    let idp = provider(&[&keys::idp().certificate]);
    let why = |encoded: &str| verify(&Answer { encoded, idp: &idp, sp: &sp(), request_id: Some(REQUEST), now: NOW }).unwrap_err().why;

    assert_eq!(why("%%%"), Refusal::NotBase64);
    assert_eq!(why(&"A".repeat(200_000)), Refusal::Xml(XmlFault::TooLarge));
    assert_eq!(why(""), Refusal::Xml(XmlFault::Malformed));
}
