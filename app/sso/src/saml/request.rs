use rand::CryptoRng;
use time::OffsetDateTime;

use super::{
    IdentityProvider, Outgoing, RequestFault, ServiceProvider, SpKey,
    outgoing::{form, issued, redirect},
};
use crate::{
    random::message_id,
    xml::{ASSERTION, PROTOCOL, escape},
};

const FIELD: &str = "SAMLRequest";

/// Begins a sign-in: the id that the answer has to name, and the way to the provider. The request is signed when a key is
/// given. `relay_state` comes back with the answer.
pub fn begin(
    idp: &IdentityProvider,
    sp: &ServiceProvider,
    key: Option<&SpKey>,
    relay_state: &str,
    now: OffsetDateTime,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<(String, Outgoing), RequestFault> {
    let (id, at) = (message_id(rng), issued(now)?);
    let outgoing = match (&idp.redirect_url, &idp.post_url) {
        (Some(url), _) => redirect(url, FIELD, &message(&id, url, sp, "", &at), relay_state, key)?,
        (None, Some(url)) => form(url, FIELD, (&id, relay_state), key, |signature| message(&id, url, sp, signature, &at))?,
        (None, None) => return Err(RequestFault::NoAddress),
    };
    Ok((id, outgoing))
}

fn message(id: &str, destination: &str, sp: &ServiceProvider, signature: &str, at: &str) -> String {
    format!(
        "<samlp:AuthnRequest xmlns:samlp=\"{PROTOCOL}\" xmlns:saml=\"{ASSERTION}\" ID=\"{id}\" Version=\"2.0\" IssueInstant=\"{at}\" \
         Destination=\"{}\" AssertionConsumerServiceURL=\"{}\" ProtocolBinding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\">\
         <saml:Issuer>{}</saml:Issuer>{signature}<samlp:NameIDPolicy AllowCreate=\"true\"/></samlp:AuthnRequest>",
        escape(destination),
        escape(&sp.acs_url),
        escape(&sp.entity_id),
    )
}
