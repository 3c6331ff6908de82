use super::*;

#[test]
fn an_honest_answer_says_who_it_is() {
    let assertion = verified(&signed(&response(), Layout::Assertion, keys::idp()), &provider(&[&keys::idp().certificate])).unwrap();

    assert_eq!((assertion.id.as_str(), assertion.session.name_id.as_str()), ("_a1", "person-1"));
    let subject = assertion.subject(None, None).unwrap();
    assert_eq!((subject.subject.as_str(), subject.email.as_str()), ("person-1", "mara@acme.example"));
    assert_eq!(assertion.session.session_index.as_deref(), Some("s1"));
    assert_eq!(assertion.remember_until, NOW + Duration::seconds(300) + crate::SKEW);
    let held: Vec<_> = assertion.trail.steps().iter().map(|(step, _)| *step).collect();
    assert_eq!(
        held,
        [
            Step::Shape,
            Step::Status,
            Step::Issuer,
            Step::Signature,
            Step::Destination,
            Step::Request,
            Step::Audience,
            Step::Window,
            Step::Subject
        ]
    );
}

#[test]
fn every_layout_passes() {
    for layout in LAYOUTS {
        let assertion = verified(&signed(&response(), layout, keys::idp()), &provider(&[&keys::idp().certificate]));

        assert_eq!(assertion.map(|assertion| assertion.session.name_id), Ok("person-1".to_owned()), "{layout:?}");
    }
}

#[test]
fn any_of_several_certificates_may_have_signed() {
    let idp = provider(&[&keys::other().certificate, &keys::idp().certificate]);

    let assertion = verified(&signed(&response(), Layout::Both, keys::idp()), &idp).unwrap();

    assert!(assertion.trail.steps()[3].1.contains(&keys::idp().certificate.sha256));
}

#[test]
fn elliptic_curves_pass() {
    let key = keys::ec(NOW - Duration::days(1), NOW + Duration::days(1));

    assert!(verified(&signed(&response(), Layout::Response, &key), &provider(&[&key.certificate])).is_ok());
}

#[test]
fn three_minutes_of_clock_difference_are_forgiven_and_no_more() {
    let at = |seconds: i64| {
        use base64::{Engine, engine::general_purpose::STANDARD};
        let (encoded, idp) = (STANDARD.encode(signed(&response(), Layout::Assertion, keys::idp())), provider(&[&keys::idp().certificate]));
        verify(&Answer { encoded: &encoded, idp: &idp, sp: &sp(), request_id: Some(REQUEST), now: NOW + Duration::seconds(seconds) })
            .map_err(|refused| refused.why)
    };

    assert!(at(479).is_ok());
    assert_eq!(at(480).unwrap_err(), Refusal::TooLate);
    assert!(at(-185).is_ok());
    assert_eq!(at(-186).unwrap_err(), Refusal::TooEarly);
}

#[test]
fn the_address_comes_from_where_the_connection_says() {
    let read = |xml: &str, attribute| {
        let assertion = verified(&signed(xml, Layout::Assertion, keys::idp()), &provider(&[&keys::idp().certificate])).unwrap();
        assertion.subject(attribute, None).map(|subject| subject.email.as_str().to_owned())
    };
    let twice = response().replace(
        "<saml:AttributeValue>mara@acme.example</saml:AttributeValue>",
        "<saml:AttributeValue>mara@acme.example</saml:AttributeValue><saml:AttributeValue>x@y.example</saml:AttributeValue>",
    );
    let none = response().replace("Name=\"email\"", "Name=\"phone\"");
    let entra = response().replace("Name=\"email\"", "Name=\"http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress\"");
    let as_name = none.replace(">person-1<", ">Mara@Acme.example<");

    assert_eq!(read(&entra, None), Ok("mara@acme.example".to_owned()));
    assert_eq!(read(&twice, None), Err(Refusal::BadEmail), "two addresses are no address");
    assert_eq!(read(&none, None), Err(Refusal::NoEmail("phone, groups".to_owned())));
    assert_eq!(read(&response(), Some("upn")), Err(Refusal::NoEmail("email, groups".to_owned())));
    assert_eq!(read(&as_name, None), Ok("mara@acme.example".to_owned()));
}

#[test]
fn no_word_about_groups_is_not_the_same_as_none() {
    let read = |xml: &str, attribute| {
        let assertion = verified(&signed(xml, Layout::Assertion, keys::idp()), &provider(&[&keys::idp().certificate])).unwrap();
        assertion.subject(None, attribute).unwrap().groups
    };
    let silent = response().replace("Name=\"groups\"", "Name=\"teams\"");

    assert!(read(&response(), None).is_some_and(|groups| !groups.is_empty()));
    assert_eq!(read(&silent, None), None);
    assert_eq!(read(&silent, Some("teams")), read(&response(), None));
    assert_eq!(read(&response(), Some("memberOf")), None, "the attribute that was named, and no other");
}
