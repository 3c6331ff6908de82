use rand::CryptoRng;
use time::OffsetDateTime;

use super::REQUEST;
use crate::{
    random::message_id,
    saml::{
        IdentityProvider, Outgoing, ProviderSession, RequestFault, ServiceProvider, SpKey,
        outgoing::{form, issued, redirect},
    },
    xml::{ASSERTION, PROTOCOL, escape},
};

/// Asks a provider to end somebody's session with it: the id that the answer has to name, and the way there; `None` when the
/// provider has no such place. `relay_state` comes back with the answer.
pub fn begin_log_out(
    (idp, sp): (&IdentityProvider, &ServiceProvider),
    key: Option<&SpKey>,
    session: &ProviderSession,
    relay_state: &str,
    now: OffsetDateTime,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<Option<(String, Outgoing)>, RequestFault> {
    let (id, at) = (message_id(rng), issued(now)?);
    let write = |url: &str, signature: &str| message((&id, &at), url, sp, session, signature);
    let outgoing = match (&idp.log_out_redirect, &idp.log_out_post) {
        (Some(place), _) => redirect(&place.url, REQUEST, &write(&place.url, ""), relay_state, key)?,
        (None, Some(place)) => form(&place.url, REQUEST, (&id, relay_state), key, |signature| write(&place.url, signature))?,
        (None, None) => return Ok(None),
    };
    Ok(Some((id, outgoing)))
}

fn message((id, at): (&str, &str), destination: &str, sp: &ServiceProvider, session: &ProviderSession, signature: &str) -> String {
    let index = session.session_index.as_deref();
    let index = index.map_or_else(String::new, |index| format!("<samlp:SessionIndex>{}</samlp:SessionIndex>", escape(index)));
    let attributes: String =
        [("Format", &session.format), ("NameQualifier", &session.name_qualifier), ("SPNameQualifier", &session.sp_name_qualifier)]
            .into_iter()
            .filter_map(|(name, value)| Some(format!(" {name}=\"{}\"", escape(value.as_deref()?))))
            .collect();
    format!(
        "<samlp:LogoutRequest xmlns:samlp=\"{PROTOCOL}\" xmlns:saml=\"{ASSERTION}\" ID=\"{id}\" Version=\"2.0\" IssueInstant=\"{at}\" \
         Destination=\"{}\"><saml:Issuer>{}</saml:Issuer>{signature}<saml:NameID{attributes}>{}</saml:NameID>{index}</samlp:LogoutRequest>",
        escape(destination),
        escape(&sp.entity_id),
        escape(&session.name_id),
    )
}
