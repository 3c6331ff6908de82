//! Whatever a provider's answer says, it is read or refused. Nobody's certificate is known, so nothing gets past the reading.
#![no_main]

use base64::{Engine, engine::general_purpose::STANDARD};
use libfuzzer_sys::fuzz_target;
use model::Id;
use sso::saml::{Answer, IdentityProvider, ServiceProvider, verify};
use time::OffsetDateTime;

fuzz_target!(|xml: &[u8]| {
    let idp = IdentityProvider {
        entity_id: "https://idp.example/id".to_owned(),
        redirect_url: None,
        post_url: None,
        log_out_redirect: None,
        log_out_post: None,
        wants_signed_requests: false,
        certificates: Vec::new(),
    };
    let sp = ServiceProvider::new("https://flow.example", "acme", Id::from_uuid(Default::default()) as model::ConnectionId);
    let encoded = STANDARD.encode(xml);
    for request_id in [Some("_1"), None] {
        let answer = Answer { encoded: &encoded, idp: &idp, sp: &sp, request_id, now: OffsetDateTime::UNIX_EPOCH };
        assert!(verify(&answer).is_err(), "an answer was taken that nobody could have signed");
    }
});
