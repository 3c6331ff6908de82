//! Our side of SAML for a peer in another language: `metadata`, `begin IDP_METADATA`, `answer IDP_METADATA ID` (the response
//! on standard input). Prints what a peer needs, or what was made of its answer.

use std::io::{Read, Write, stdin};

use sso::saml::{Answer, IdentityProvider, Outgoing, ServiceProvider, SpKey, begin, read_metadata, sp_metadata, verify};
use time::OffsetDateTime;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let sp = ServiceProvider::new("https://flow.example", "acme", "connection-1");
    let said = match words.as_slice() {
        ["metadata"] => sp_metadata(&sp, &[&SpKey::generate(now())?.certificate], false),
        ["begin", metadata] => begun(&provider(metadata)?, &sp)?,
        ["answer", metadata, id] => answered(&provider(metadata)?, &sp, id)?,
        _ => return Err("metadata | begin IDP_METADATA | answer IDP_METADATA ID".into()),
    };
    writeln!(std::io::stdout(), "{said}")?;
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "an example is its own clock")]
fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

fn provider(metadata: &str) -> Outcome<IdentityProvider> {
    Ok(read_metadata(&std::fs::read(metadata)?, now())?)
}

fn begun(idp: &IdentityProvider, sp: &ServiceProvider) -> Outcome<String> {
    let (id, outgoing) = begin(idp, sp, None, "relay", now(), &mut rand::rng())?;
    match outgoing {
        Outgoing::Redirect(url) => Ok(format!("{id} {url}")),
        Outgoing::Post(form) => Err(format!("a form for {}", form.action).into()),
    }
}

fn answered(idp: &IdentityProvider, sp: &ServiceProvider, id: &str) -> Outcome<String> {
    let mut encoded = String::new();
    stdin().read_to_string(&mut encoded)?;
    Ok(match verify(&Answer { encoded: &encoded, idp, sp, request_id: Some(id), now: now() }) {
        Ok(assertion) => match assertion.subject(None, None) {
            Ok(subject) => format!("in {} {}", subject.subject, subject.email.as_str()),
            Err(why) => format!("refused {} {why}", why.code()),
        },
        Err(refused) => format!("refused {} {}", refused.why.code(), refused.why),
    })
}
