use rand::CryptoRng;
use time::OffsetDateTime;

use super::RESPONSE;
use crate::{
    random::message_id,
    saml::{
        IdentityProvider, LogOutPlace, Outgoing, RequestFault, ServiceProvider, SpKey,
        outgoing::{form, issued, redirect},
    },
    xml::{ASSERTION, PROTOCOL, escape},
};

/// Tells a provider that the sessions have ended which it asked to end; `None` when it has no place for that. `relay_state` is
/// what came with its message.
pub fn answer_log_out(
    (idp, sp): (&IdentityProvider, &ServiceProvider),
    key: Option<&SpKey>,
    asked: &str,
    relay_state: &str,
    now: OffsetDateTime,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<Option<Outgoing>, RequestFault> {
    let (id, at) = (message_id(rng), issued(now)?);
    let write = |url: &str, signature: &str| message((&id, &at), url, sp, asked, signature);
    Ok(match (&idp.log_out_redirect, &idp.log_out_post) {
        (Some(place), _) => {
            let url = answers_to(place);
            Some(redirect(url, RESPONSE, &write(url, ""), relay_state, key)?)
        }
        (None, Some(place)) => {
            let url = answers_to(place);
            Some(form(url, RESPONSE, (&id, relay_state), key, |signature| write(url, signature))?)
        }
        (None, None) => None,
    })
}

fn answers_to(place: &LogOutPlace) -> &str {
    place.answers.as_deref().unwrap_or(&place.url)
}

fn message((id, at): (&str, &str), destination: &str, sp: &ServiceProvider, asked: &str, signature: &str) -> String {
    format!(
        "<samlp:LogoutResponse xmlns:samlp=\"{PROTOCOL}\" xmlns:saml=\"{ASSERTION}\" ID=\"{id}\" Version=\"2.0\" IssueInstant=\"{at}\" \
         Destination=\"{}\" InResponseTo=\"{}\"><saml:Issuer>{}</saml:Issuer>{signature}<samlp:Status>\
         <samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/></samlp:Status></samlp:LogoutResponse>",
        escape(destination),
        escape(asked),
        escape(&sp.entity_id),
    )
}
