//! Prints, as `bench: name=value`, what hostile and honest-sized SAML answers cost until they are refused: run it with
//! optimisation.

use std::{
    hint::black_box,
    io::Write,
    time::{Duration, Instant},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use sso::saml::{Answer, IdentityProvider, ServiceProvider, verify};
use time::OffsetDateTime;

const ROUNDS: u32 = 20;

fn main() -> std::io::Result<()> {
    let attributes: String = (0..20_000).map(|n| format!(" a{n}='1'")).collect();
    let many = format!("<samlp:Response xmlns:samlp='urn:oasis:names:tc:SAML:2.0:protocol'{attributes}/>");
    let cases = [
        ("large", "A".repeat(200_000)),
        ("attributes", STANDARD.encode(&many)),
        ("attributes_64k", STANDARD.encode(many.chars().take(65_000).collect::<String>())),
        ("elements_64k", STANDARD.encode(format!("<a>{}</a>", "<b/>".repeat(16_000)))),
        ("nested_64k", STANDARD.encode("<a>".repeat(21_000))),
        (
            "names_64k",
            STANDARD.encode(format!("<a>{}</a>", (0..1_200).map(|n| format!("<b xmlns:p{n}='urn:{n}' p{n}:c='1'/>")).collect::<String>())),
        ),
    ];
    let mut out = std::io::stdout().lock();
    for (name, encoded) in &cases {
        writeln!(out, "bench: saml_hostile_{name}_us={}", slowest(encoded).as_micros())?;
    }
    Ok(())
}

fn slowest(encoded: &str) -> Duration {
    let idp = IdentityProvider {
        entity_id: "https://idp.example/id".to_owned(),
        redirect_url: None,
        post_url: None,
        log_out_redirect: None,
        log_out_post: None,
        wants_signed_requests: false,
        certificates: Vec::new(),
    };
    let sp = ServiceProvider::new("https://flow.example", "acme", "connection-1");
    let once = || {
        let started = Instant::now();
        let answer = Answer { encoded, idp: &idp, sp: &sp, request_id: Some("_1"), now: OffsetDateTime::UNIX_EPOCH };
        black_box(verify(&answer).is_err());
        started.elapsed()
    };
    (0..ROUNDS).map(|_| once()).max().unwrap_or_default()
}
