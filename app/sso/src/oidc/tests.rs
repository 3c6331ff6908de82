//! Tokens made by a key of the tests, honest and forged.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use openssl::{hash::MessageDigest, pkey::PKey, rsa::Rsa, sign::Signer};
use serde_json::{Value, json};
use std::sync::OnceLock;
use vault::SecretString;

use super::*;
use crate::{Refusal, Step, saml::tests::NOW};

const ISSUER: &str = "https://idp.example/tenant";

fn document() -> Value {
    json!({
        "issuer": ISSUER, "authorization_endpoint": "https://idp.example/authorize", "token_endpoint": "https://idp.example/token",
        "jwks_uri": "https://idp.example/keys", "end_session_endpoint": "https://idp.example/end",
    })
}

fn provider() -> Provider {
    read_provider(ISSUER, document().to_string().as_bytes()).unwrap()
}

fn rsa() -> &'static PKey<openssl::pkey::Private> {
    static KEY: OnceLock<PKey<openssl::pkey::Private>> = OnceLock::new();
    KEY.get_or_init(|| PKey::from_rsa(Rsa::generate(2_048).unwrap()).unwrap())
}

fn jwk(key: &PKey<openssl::pkey::Private>, kid: &str) -> Value {
    let rsa = key.rsa().unwrap();
    json!({"kty": "RSA", "kid": kid, "use": "sig", "n": URL_SAFE_NO_PAD.encode(rsa.n().to_vec()), "e": URL_SAFE_NO_PAD.encode(rsa.e().to_vec())})
}

fn keys() -> Keys {
    Keys::read(json!({"keys": [jwk(rsa(), "k1")]}).to_string().as_bytes()).unwrap()
}

fn claims() -> Value {
    let now = NOW.unix_timestamp();
    json!({"iss": ISSUER, "aud": "client-1", "sub": "person-1", "nonce": "n-1", "iat": now - 2, "exp": now + 300, "email": "Mara@acme.example", "email_verified": true})
}

fn with(name: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[name] = value;
    claims
}

fn without(name: &str) -> Value {
    let mut claims = claims();
    claims.as_object_mut().unwrap().remove(name);
    claims
}

fn token(header: &Value, claims: &Value, key: &PKey<openssl::pkey::Private>) -> String {
    let text = format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()));
    let mut signer = Signer::new(MessageDigest::sha256(), key).unwrap();
    signer.update(text.as_bytes()).unwrap();
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signer.sign_to_vec().unwrap()))
}

fn judged(token: &str) -> Judged {
    verify(token, &Question { provider: &provider(), keys: &keys(), client_id: "client-1", nonce: "n-1", now: NOW })
}

fn honest(claims: &Value) -> Judged {
    judged(&token(&json!({"alg": "RS256", "kid": "k1", "typ": "JWT"}), claims, rsa()))
}

fn refusal(judged: Judged) -> (Step, Refusal) {
    match judged {
        Judged::Refused(refused) => (refused.step, refused.why),
        other @ (Judged::Good(_) | Judged::UnknownKey) => panic!("{other:?}"),
    }
}

#[test]
fn an_honest_token_says_who_it_is() {
    let Judged::Good(claims) = honest(&claims()) else { panic!("refused") };

    assert_eq!((claims.subject.subject.as_str(), claims.subject.email.as_str()), ("person-1", "mara@acme.example"));
}

#[test]
fn tokens_that_say_something_else_are_refused() {
    let now = NOW.unix_timestamp();
    for (claims, step) in [
        (with("iss", json!("https://idp.example/tenant/")), Step::Issuer),
        (with("iss", json!("https://evil.example")), Step::Issuer),
        (with("aud", json!("client-2")), Step::Audience),
        (with("aud", json!(["client-1", "client-2"])), Step::Audience),
        (with("azp", json!("client-2")), Step::Audience),
        (with("nonce", json!("n-2")), Step::Request),
        (without("nonce"), Step::Request),
        (with("exp", json!(now - 181)), Step::Window),
        (with("iat", json!(now + 200)), Step::Window),
        (with("iat", json!(now - 2_000)), Step::Window),
        (with("sub", json!("")), Step::Subject),
    ] {
        assert_eq!(refusal(honest(&claims)).0, step, "{claims}");
    }
}

#[test]
fn an_address_counts_only_when_the_provider_vouches_for_it() {
    assert_eq!(refusal(honest(&with("email_verified", json!(false)))), (Step::Email, Refusal::UnverifiedEmail));
    assert_eq!(refusal(honest(&without("email_verified"))), (Step::Email, Refusal::UnverifiedEmail));
    assert!(matches!(refusal(honest(&without("email"))), (Step::Email, Refusal::NoEmail(_))));
    assert_eq!(refusal(honest(&with("email", json!("no address")))), (Step::Email, Refusal::BadEmail));
    let mut entra = without("email_verified");
    entra["xms_edov"] = json!("1");
    assert!(matches!(honest(&entra), Judged::Good(_)));
    let mut both = with("email_verified", json!(false));
    both["xms_edov"] = json!(true);
    assert_eq!(refusal(honest(&both)).1, Refusal::UnverifiedEmail, "its own word counts first");
}

#[test]
fn weak_and_foreign_signatures_are_refused() {
    let header = |alg: &str| json!({"alg": alg, "kid": "k1"});
    let claims = claims();
    let none = format!("{}.{}.", URL_SAFE_NO_PAD.encode(header("none").to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()));
    assert_eq!(refusal(judged(&none)).0, Step::Signature);
    // A MAC whose secret is the public key.
    assert_eq!(refusal(judged(&token(&header("HS256"), &claims, rsa()))).0, Step::Signature);
    let other = PKey::from_rsa(Rsa::generate(2_048).unwrap()).unwrap();
    assert_eq!(refusal(judged(&token(&header("RS256"), &claims, &other))).0, Step::Signature);
    assert!(matches!(judged(&token(&json!({"alg": "RS256", "kid": "k2"}), &claims, &other)), Judged::UnknownKey));
    // A key that the token brings along is not looked at.
    let mut brought = header("RS256");
    brought["jwk"] = jwk(&other, "k1");
    assert!(!matches!(judged(&token(&brought, &claims, &other)), Judged::Good(_)));
    assert_eq!(refusal(judged("not.a.token")).0, Step::Shape);
}

#[test]
fn small_secret_and_unknown_keys_are_left_out() {
    let small = PKey::from_rsa(Rsa::generate(1_024).unwrap()).unwrap();
    let mut encrypting = jwk(rsa(), "k");
    encrypting["use"] = json!("enc");
    for key in [jwk(&small, "k"), encrypting, json!({"kty": "oct", "k": "c2VjcmV0"}), json!({"kty": "EC", "crv": "secp256k1"}), json!(1)] {
        assert!(Keys::read(json!({"keys": [key]}).to_string().as_bytes()).is_err(), "{key}");
    }
    assert!(Keys::read(b"{}").is_err());
}

#[test]
fn a_description_is_about_the_issuer_that_was_asked_for() {
    assert!(read_provider("https://idp.example", document().to_string().as_bytes()).is_err());
    for (name, value) in
        [("issuer", "https://evil.example"), ("token_endpoint", "http://idp.example/token"), ("authorization_endpoint", "javascript:x")]
    {
        let mut other = document();
        other[name] = json!(value);
        assert!(read_provider(ISSUER, other.to_string().as_bytes()).is_err(), "{name}");
    }
    assert_eq!(
        discovery_url("https://idp.example/tenant/").unwrap().as_str(),
        "https://idp.example/tenant/.well-known/openid-configuration"
    );
    assert!(discovery_url("http://idp.example").is_err() && discovery_url("https://idp.example?x=1").is_err());
}

#[test]
fn a_sign_in_proves_that_it_was_begun_here() {
    let begun = begin(&provider(), "client-1", "https://flow.example/callback", "state-1", &mut rand::rng()).unwrap();

    let url = url::Url::parse(&begun.url).unwrap();
    let value = |name: &str| url.query_pairs().find(|(own, _)| own == name).map(|(_, value)| value.into_owned());
    assert_eq!(value("code_challenge_method").as_deref(), Some("S256"));
    assert_eq!((value("state").as_deref(), value("nonce").as_deref()), (Some("state-1"), Some(begun.nonce.expose().as_str())));
    assert!(!begun.url.contains(begun.verifier.expose()), "the verifier stays here");
}

#[test]
fn the_secret_goes_where_the_provider_takes_it() {
    let client =
        Client { id: "a:b".to_owned(), secret: SecretString::new("s&c".to_owned()), redirect_uri: "https://flow.example/cb".to_owned() };
    let basic = token_request(&provider(), &client, "code", "verifier");
    let mut document = document();
    document["token_endpoint_auth_methods_supported"] = json!(["client_secret_post"]);
    let post = token_request(&read_provider(ISSUER, document.to_string().as_bytes()).unwrap(), &client, "code", "verifier");

    assert_eq!(basic.authorization.unwrap().expose(), "Basic YSUzQWI6cyUyNmM=");
    assert!(!basic.form.expose().contains("client_secret") && basic.form.expose().contains("code_verifier=verifier"));
    assert!(post.authorization.is_none() && post.form.expose().contains("client_secret=s%26c"));
}

#[test]
fn a_providers_error_is_told() {
    assert!(
        matches!(read_id_token(br#"{"error":"invalid_grant","error_description":"gone"}"#), Err(Refusal::Provider(text)) if text == "invalid_grant, gone")
    );
    assert!(matches!(read_id_token(b"<html>"), Err(Refusal::Token(_))));
    assert!(matches!(read_id_token(b"{}"), Err(Refusal::Token(_))));
    assert_eq!(read_id_token(br#"{"id_token":"a.b.c","access_token":"x"}"#).unwrap().expose(), "a.b.c");
}

#[test]
fn signing_out_comes_back_here() {
    let url = logout_url(&provider(), "client-1", "https://flow.example/signed-out", Some("a.b.c"), "state-1").unwrap();

    assert!(url.starts_with("https://idp.example/end?client_id=client-1&post_logout_redirect_uri=https%3A%2F%2Fflow.example"), "{url}");
    assert!(url.ends_with("&state=state-1&id_token_hint=a.b.c"), "{url}");
}
