//! Identity providers and a DNS server of the tests, on this machine.

use std::{
    collections::HashMap,
    io::{Read as _, Write as _},
    net::{SocketAddr, UdpSocket},
    sync::{LazyLock, Mutex, OnceLock},
};

use axonflow::config::OutboundArgs;
use axum::{
    Form, Json, Router,
    extract::{Path, State},
    routing::{get, post},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use openssl::{
    asn1::Asn1Time,
    bn::BigNum,
    hash::MessageDigest,
    pkey::{PKey, Private},
    rsa::Rsa,
    sign::Signer,
    x509::{X509, X509Name},
};
use samael::crypto::{Crypto, CryptoProvider};
use serde_json::{Value, json};
use time::{Duration, format_description::well_known::Rfc3339};
use url::{Url, form_urlencoded::byte_serialize};

/// The way out of every node: to the providers and the DNS server of the tests.
pub(crate) fn outbound() -> OutboundArgs {
    OutboundArgs { private_providers: vec![oidc_listener().1.clone()], dns_server: Some(dns()) }
}

static RECORDS: LazyLock<Mutex<HashMap<String, Vec<String>>>> = LazyLock::new(Mutex::default);

/// Gives a name its TXT records.
pub(crate) fn set_txt(name: &str, values: &[&str]) {
    RECORDS.lock().unwrap().insert(name.to_owned(), values.iter().map(|value| (*value).to_owned()).collect());
}

fn dns() -> SocketAddr {
    static AT: OnceLock<SocketAddr> = OnceLock::new();
    *AT.get_or_init(|| {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let at = socket.local_addr().unwrap();
        std::thread::spawn(move || {
            let mut buffer = [0; 1500];
            while let Ok((_, from)) = socket.recv_from(&mut buffer) {
                socket.send_to(&dns_answer(&buffer), from).unwrap();
            }
        });
        at
    })
}

fn dns_answer(query: &[u8]) -> Vec<u8> {
    let (mut labels, mut at) = (Vec::new(), 12);
    while query[at] != 0 {
        let end = at + 1 + usize::from(query[at]);
        labels.push(String::from_utf8(query[at + 1..end].to_vec()).unwrap().to_lowercase());
        at = end;
    }
    let found = RECORDS.lock().unwrap().get(&labels.join(".")).cloned();
    let (count, code) = found.as_ref().map_or((0, 0x83), |texts| (u8::try_from(texts.len()).unwrap(), 0x80));
    let mut answer = [&query[..2], &[0x85, code, 0, 1, 0, count, 0, 0, 0, 0], &query[12..at + 5]].concat();
    for text in found.unwrap_or_default() {
        let length = u8::try_from(text.len()).unwrap();
        answer.extend([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 0, 0, length + 1, length]);
        answer.extend(text.as_bytes());
    }
    answer
}

/// A SAML provider.
pub(crate) struct Idp {
    key: PKey<Private>,
    certificate: Vec<u8>,
}

const IDP: &str = "https://idp.example/id";

impl Idp {
    pub(crate) fn new() -> Self {
        Self::until(4_000_000_000)
    }

    /// One whose certificate ends then, in Unix seconds.
    pub(crate) fn until(not_after: i64) -> Self {
        let key = PKey::from_rsa(Rsa::generate(2_048).unwrap()).unwrap();
        let mut name = X509Name::builder().unwrap();
        name.append_entry_by_text("CN", "idp.example").unwrap();
        let name = name.build();
        let mut builder = X509::builder().unwrap();
        builder.set_version(2).unwrap();
        builder.set_serial_number(&BigNum::from_u32(1).unwrap().to_asn1_integer().unwrap()).unwrap();
        builder.set_subject_name(&name).unwrap();
        builder.set_issuer_name(&name).unwrap();
        builder.set_not_before(&Asn1Time::from_unix(1_600_000_000).unwrap()).unwrap();
        builder.set_not_after(&Asn1Time::from_unix(not_after).unwrap()).unwrap();
        builder.set_pubkey(&key).unwrap();
        builder.sign(&key, MessageDigest::sha256()).unwrap();
        Self { certificate: builder.build().to_der().unwrap(), key }
    }

    pub(crate) fn metadata(&self) -> String {
        format!(
            "<md:EntityDescriptor xmlns:md='urn:oasis:names:tc:SAML:2.0:metadata' xmlns:ds='http://www.w3.org/2000/09/xmldsig#' entityID='{IDP}'>\
             <md:IDPSSODescriptor protocolSupportEnumeration='urn:oasis:names:tc:SAML:2.0:protocol'><md:KeyDescriptor use='signing'><ds:KeyInfo>\
             <ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>\
             <md:SingleSignOnService Binding='urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect' Location='https://idp.example/sso'/>\
             <md:SingleLogoutService Binding='urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect' Location='https://idp.example/slo'/>\
             </md:IDPSSODescriptor></md:EntityDescriptor>",
            STANDARD.encode(&self.certificate)
        )
    }

    /// The signed answer to the request in a redirect, and its relay state.
    pub(crate) fn answer(&self, location: &str, subject: &str, email: &str) -> Vec<(&'static str, String)> {
        let xml = asked(location, subject, email);
        let signed = Crypto::sign_xml(xml, &self.key.private_key_to_der().unwrap()).unwrap();
        vec![("SAMLResponse", STANDARD.encode(signed)), ("RelayState", parameter(location, "RelayState"))]
    }

    /// The same, changed by `bend` before it is signed.
    pub(crate) fn bent_answer(
        &self,
        location: &str,
        subject: &str,
        email: &str,
        bend: impl FnOnce(String) -> String,
    ) -> Vec<(&'static str, String)> {
        let signed = Crypto::sign_xml(bend(asked(location, subject, email)), &self.key.private_key_to_der().unwrap()).unwrap();
        vec![("SAMLResponse", STANDARD.encode(signed)), ("RelayState", parameter(location, "RelayState"))]
    }

    /// The same, with these groups.
    pub(crate) fn answer_in_groups(&self, location: &str, subject: &str, email: &str, groups: &[&str]) -> Vec<(&'static str, String)> {
        let values: String = groups.iter().map(|group| format!("<saml:AttributeValue>{group}</saml:AttributeValue>")).collect();
        let stated = format!("<saml:Attribute Name=\"groups\">{values}</saml:Attribute></saml:AttributeStatement>");
        self.bent_answer(location, subject, email, |xml| xml.replace("</saml:AttributeStatement>", &stated))
    }

    /// The same, changed by `bend` after it was signed.
    pub(crate) fn forged_answer(
        &self,
        location: &str,
        subject: &str,
        email: &str,
        bend: impl FnOnce(String) -> String,
    ) -> Vec<(&'static str, String)> {
        let mut form = self.answer(location, subject, email);
        let signed = String::from_utf8(STANDARD.decode(&form[0].1).unwrap()).unwrap();
        form[0].1 = STANDARD.encode(bend(signed));
        form
    }

    /// The signed query of a message that asks to end sessions: of a person, or of one session of theirs.
    pub(crate) fn asks_out(&self, slo_url: &str, subject: &str, index: Option<&str>) -> String {
        let index = index.map_or_else(String::new, |index| format!("<samlp:SessionIndex>{index}</samlp:SessionIndex>"));
        let inside = format!("<saml:NameID>{subject}</saml:NameID>{index}");
        self.signed_query("SAMLRequest", &message("LogoutRequest", slo_url, "", &inside), None)
    }

    /// The signed query of the answer to our message in a redirect.
    pub(crate) fn confirms_out(&self, slo_url: &str, location: &str) -> String {
        let answered = attribute(&unpacked(location), "ID");
        let success = "<samlp:Status><samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/></samlp:Status>";
        let xml = message("LogoutResponse", slo_url, &format!(" InResponseTo=\"{answered}\""), success);
        self.signed_query("SAMLResponse", &xml, Some(&parameter(location, "RelayState")))
    }

    fn signed_query(&self, field: &str, xml: &str, relay_state: Option<&str>) -> String {
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::default());
        packed.write_all(xml.as_bytes()).unwrap();
        let encoded = |bytes: &[u8]| byte_serialize(STANDARD.encode(bytes).as_bytes()).collect::<String>();
        let algorithm: String = byte_serialize(b"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256").collect();
        let relay =
            relay_state.map_or_else(String::new, |relay| format!("&RelayState={}", byte_serialize(relay.as_bytes()).collect::<String>()));
        let query = format!("{field}={}{relay}&SigAlg={algorithm}", encoded(&packed.finish().unwrap()));
        let mut signer = Signer::new(MessageDigest::sha256(), &self.key).unwrap();
        signer.update(query.as_bytes()).unwrap();
        format!("{query}&Signature={}", encoded(&signer.sign_to_vec().unwrap()))
    }

    /// The same without a signature.
    pub(crate) fn unsigned_answer(location: &str, subject: &str, email: &str) -> Vec<(&'static str, String)> {
        let xml = asked(location, subject, email);
        let (from, to) = (xml.find("<ds:Signature").unwrap(), xml.find("</ds:Signature>").unwrap() + "</ds:Signature>".len());
        let bare = format!("{}{}", &xml[..from], &xml[to..]);
        vec![("SAMLResponse", STANDARD.encode(bare)), ("RelayState", parameter(location, "RelayState"))]
    }
}

pub(crate) fn parameter(location: &str, name: &str) -> String {
    let url = Url::parse(location).unwrap();
    url.query_pairs().find(|(own, _)| own == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// The message in a redirect.
pub(crate) fn unpacked(location: &str) -> String {
    let name = ["SAMLRequest", "SAMLResponse"].into_iter().find(|name| location.contains(&format!("{name}="))).unwrap();
    let (deflated, mut xml) = (STANDARD.decode(parameter(location, name)).unwrap(), String::new());
    DeflateDecoder::new(deflated.as_slice()).read_to_string(&mut xml).unwrap();
    xml
}

fn attribute(xml: &str, name: &str) -> String {
    xml.split(&format!(" {name}=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// A message about signing out.
fn message(name: &str, destination: &str, attributes: &str, inside: &str) -> String {
    let (id, now) = (uuid::Uuid::new_v4().simple(), axonflow::clock::system().now().format(&Rfc3339).unwrap());
    format!(
        "<samlp:{name} xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_m{id}\" \
         Version=\"2.0\" IssueInstant=\"{now}\" Destination=\"{destination}\"{attributes}><saml:Issuer>{IDP}</saml:Issuer>{inside}</samlp:{name}>"
    )
}

/// An answer to the request in a redirect, with an empty signature in its place.
fn asked(location: &str, subject: &str, email: &str) -> String {
    let request = unpacked(location);
    let (id, acs) = (attribute(&request, "ID"), attribute(&request, "AssertionConsumerServiceURL"));
    let audience = request.split("<saml:Issuer>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let now = axonflow::clock::system().now();
    let at = |seconds: i64| (now + Duration::seconds(seconds)).format(&Rfc3339).unwrap();
    let (now, end, assertion) = (at(0), at(300), format!("_a{}", uuid::Uuid::new_v4().simple()));
    format!(
        "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_r{assertion}\" \
         Version=\"2.0\" IssueInstant=\"{now}\" Destination=\"{acs}\" InResponseTo=\"{id}\"><saml:Issuer>{IDP}</saml:Issuer>\
         <ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>\
         <ds:SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"/><ds:Reference URI=\"#_r{assertion}\"><ds:Transforms>\
         <ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/><ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/></ds:Transforms>\
         <ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><ds:DigestValue/></ds:Reference></ds:SignedInfo><ds:SignatureValue/></ds:Signature>\
         <samlp:Status><samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/></samlp:Status>\
         <saml:Assertion ID=\"{assertion}\" Version=\"2.0\" IssueInstant=\"{now}\"><saml:Issuer>{IDP}</saml:Issuer><saml:Subject>\
         <saml:NameID Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:persistent\">{subject}</saml:NameID>\
         <saml:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\"><saml:SubjectConfirmationData InResponseTo=\"{id}\" Recipient=\"{acs}\" NotOnOrAfter=\"{end}\"/>\
         </saml:SubjectConfirmation></saml:Subject><saml:Conditions NotOnOrAfter=\"{end}\"><saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience>\
         </saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant=\"{now}\" SessionIndex=\"of-{subject}\"/><saml:AttributeStatement><saml:Attribute Name=\"email\">\
         <saml:AttributeValue>{email}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion></samlp:Response>"
    )
}

/// The OpenID Connect provider: what it says next about whom, by code.
struct Oidc {
    key: PKey<Private>,
    claims: Mutex<HashMap<String, Value>>,
}

static OIDC: LazyLock<Oidc> =
    LazyLock::new(|| Oidc { key: PKey::from_rsa(Rsa::generate(2_048).unwrap()).unwrap(), claims: Mutex::default() });

fn oidc_listener() -> &'static (Mutex<Option<std::net::TcpListener>>, String) {
    static LISTENER: LazyLock<(Mutex<Option<std::net::TcpListener>>, String)> = LazyLock::new(|| {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        (Mutex::new(Some(listener)), url)
    });
    &LISTENER
}

/// Starts the provider once, and gives its issuer.
pub(crate) fn oidc_issuer() -> String {
    let (listener, url) = oidc_listener();
    if let Some(listener) = listener.lock().unwrap().take() {
        listener.set_nonblocking(true).unwrap();
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(|State(url): State<String>| async move { Json(described(&url, &url)) }))
            .route(
                "/second/.well-known/openid-configuration",
                get(|State(url): State<String>| async move { Json(described(&format!("{url}/second"), &url)) }),
            )
            .route("/keys", get(|| async { Json(json!({"keys": [jwk()]})) }))
            .route("/token", post(token))
            .route(
                "/metadata/{name}",
                get(|Path(name): Path<String>| async move { METADATA.lock().unwrap().get(&name).cloned().unwrap_or_default() }),
            )
            .with_state(url.clone());
        let listener = tokio::net::TcpListener::from_std(listener).unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
    }
    url.clone()
}

static METADATA: LazyLock<Mutex<HashMap<String, String>>> = LazyLock::new(Mutex::default);

/// Publishes metadata under a name, in the place of what was there, and gives its address.
pub(crate) fn publish(name: &str, xml: String) -> String {
    METADATA.lock().unwrap().insert(name.to_owned(), xml);
    format!("{}/metadata/{name}", oidc_issuer())
}

fn described(issuer: &str, url: &str) -> Value {
    json!({"issuer": issuer, "authorization_endpoint": format!("{url}/authorize"), "token_endpoint": format!("{url}/token"), "end_session_endpoint": format!("{url}/end"), "jwks_uri": format!("{url}/keys")})
}

/// The next exchange of this code says this.
pub(crate) fn oidc_code(code: &str, claims: Value) {
    OIDC.claims.lock().unwrap().insert(code.to_owned(), claims);
}

fn jwk() -> Value {
    let rsa = OIDC.key.rsa().unwrap();
    json!({"kty": "RSA", "kid": "k", "use": "sig", "n": URL_SAFE_NO_PAD.encode(rsa.n().to_vec()), "e": URL_SAFE_NO_PAD.encode(rsa.e().to_vec())})
}

static TOKENS: LazyLock<Mutex<HashMap<String, String>>> = LazyLock::new(Mutex::default);

/// The next exchange of this code gives exactly this id token.
pub(crate) fn oidc_token(code: &str, token: String) {
    TOKENS.lock().unwrap().insert(code.to_owned(), token);
}

async fn token(Form(form): Form<HashMap<String, String>>) -> Json<Value> {
    if let Some(token) = form.get("code").and_then(|code| TOKENS.lock().unwrap().remove(code)) {
        return Json(json!({"id_token": token, "access_token": "x", "token_type": "Bearer"}));
    }
    let claims = OIDC.claims.lock().unwrap().remove(form.get("code").map_or("", String::as_str));
    let Some(claims) = claims.filter(|_| form.contains_key("code_verifier")) else { return Json(json!({"error": "invalid_grant"})) };
    let text = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(json!({"alg": "RS256", "kid": "k"}).to_string()),
        URL_SAFE_NO_PAD.encode(claims.to_string())
    );
    let mut signer = Signer::new(MessageDigest::sha256(), &OIDC.key).unwrap();
    signer.update(text.as_bytes()).unwrap();
    Json(
        json!({"id_token": format!("{text}.{}", URL_SAFE_NO_PAD.encode(signer.sign_to_vec().unwrap())), "access_token": "x", "token_type": "Bearer"}),
    )
}
