//! Honest answers and forged ones, made with keys of the tests.

mod attacks;
mod honest;
pub(crate) mod keys;
mod log_out;
mod outgoing;

use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339, macros::datetime};

use self::keys::Key;
use super::{Answer, Assertion, IdentityProvider, ServiceProvider, verify};
use crate::{Certificate, Refusal, Refused, Step};

pub(crate) const NOW: OffsetDateTime = datetime!(2026-11-25 12:00 UTC);
const REQUEST: &str = "_0123456789abcdef0123456789abcdef01234567";
const IDP: &str = "https://idp.example/id";

fn sp() -> ServiceProvider {
    ServiceProvider::new("https://flow.example", "org1", "con1")
}

pub(crate) fn provider(certificates: &[&Certificate]) -> IdentityProvider {
    IdentityProvider {
        entity_id: IDP.to_owned(),
        redirect_url: Some("https://idp.example/sso".to_owned()),
        post_url: None,
        log_out_redirect: None,
        log_out_post: None,
        wants_signed_requests: false,
        certificates: certificates.iter().map(|certificate| (*certificate).clone()).collect(),
    }
}

/// An answer before it is signed; `{sig:ID}` marks where a signature of that id goes.
fn response() -> String {
    let at = |seconds: i64| (NOW + Duration::seconds(seconds)).format(&Rfc3339).unwrap();
    let (issued, before, end) = (at(-5), at(-60), at(300));
    let ServiceProvider { entity_id, acs_url, .. } = sp();
    format!(
        "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" \
         ID=\"_r1\" Version=\"2.0\" IssueInstant=\"{issued}\" Destination=\"{acs_url}\" InResponseTo=\"{REQUEST}\">\
         <saml:Issuer>{IDP}</saml:Issuer>{{sig:_r1}}<samlp:Status><samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/></samlp:Status>\
         <saml:Assertion ID=\"_a1\" Version=\"2.0\" IssueInstant=\"{issued}\"><saml:Issuer>{IDP}</saml:Issuer>{{sig:_a1}}\
         <saml:Subject><saml:NameID Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:persistent\">person-1</saml:NameID>\
         <saml:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\">\
         <saml:SubjectConfirmationData InResponseTo=\"{REQUEST}\" Recipient=\"{acs_url}\" NotOnOrAfter=\"{end}\"/></saml:SubjectConfirmation></saml:Subject>\
         <saml:Conditions NotBefore=\"{before}\" NotOnOrAfter=\"{end}\"><saml:AudienceRestriction><saml:Audience>{entity_id}</saml:Audience>\
         </saml:AudienceRestriction></saml:Conditions>\
         <saml:AuthnStatement AuthnInstant=\"{issued}\" SessionIndex=\"s1\"><saml:AuthnContext><saml:AuthnContextClassRef>\
         urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>\
         <saml:AttributeStatement><saml:Attribute Name=\"email\"><saml:AttributeValue>mara@acme.example</saml:AttributeValue></saml:Attribute>\
         <saml:Attribute Name=\"groups\"><saml:AttributeValue>a</saml:AttributeValue><saml:AttributeValue>b</saml:AttributeValue></saml:Attribute>\
         </saml:AttributeStatement></saml:Assertion></samlp:Response>"
    )
}

/// What is signed, innermost first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    Response,
    Assertion,
    Both,
}

const LAYOUTS: [Layout; 3] = [Layout::Response, Layout::Assertion, Layout::Both];

/// Signs in the layout, each place by the key.
fn signed(xml: &str, layout: Layout, key: &Key) -> String {
    let whole = match layout {
        Layout::Response => sign(xml, "_r1", key),
        Layout::Assertion => sign(xml, "_a1", key),
        Layout::Both => sign(&sign(xml, "_a1", key), "_r1", key),
    };
    whole.replace("{sig:_r1}", "").replace("{sig:_a1}", "")
}

/// Fills the place of one signature; the other place stays open, and the text outside of what is signed stays as it is.
fn sign(xml: &str, id: &str, key: &Key) -> String {
    key.sign_at(xml, id)
}

fn verified(xml: &str, idp: &IdentityProvider) -> Result<Assertion, Refused> {
    use base64::{Engine, engine::general_purpose::STANDARD};
    verify(&Answer { encoded: &STANDARD.encode(xml), idp, sp: &sp(), request_id: Some(REQUEST), now: NOW })
}

/// The refusal of an answer that has to be refused.
fn refused(xml: &str) -> (Step, Refusal) {
    let Refused { step, why, .. } = verified(xml, &provider(&[&keys::idp().certificate])).expect_err(xml);
    (step, why)
}
