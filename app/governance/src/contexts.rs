//! What each sealed value belongs to. A value opens under exactly the context that it was sealed for, so these names are
//! part of what is stored: to change one is to lose what was sealed under it.

use model::{ApprovalId, ConnectionId, OrgId, PersonId, SsoKeyId};
use vault::Context;

/// The exact call of a hold.
pub fn held_call(org: OrgId, approval: ApprovalId) -> Context {
    Context::org(org, &format!("approval/{approval}"))
}

/// The seed of a person's authenticator.
pub fn authenticator(person: PersonId) -> Context {
    Context::platform(&format!("person/{person}/totp"))
}

/// The private half of a signing key of the platform.
pub fn signing_key(kid: &str) -> Context {
    Context::platform(&format!("signing/{kid}"))
}

/// The secret of an OpenID Connect client.
pub fn sso_client_secret(org: OrgId, connection: ConnectionId) -> Context {
    Context::org(org, &format!("sso/{connection}/client-secret"))
}

/// The private half of our key of a SAML connection.
pub fn sso_key(org: OrgId, connection: ConnectionId, key: SsoKeyId) -> Context {
    Context::org(org, &format!("sso/{connection}/key/{key}"))
}

/// What a provider has to be told when somebody signs out there too.
pub fn sso_session(org: OrgId, connection: ConnectionId, subject: &str) -> Context {
    Context::org(org, &format!("sso/{connection}/session/{subject}"))
}

/// What the answer to a sign-in has to fit.
pub fn sso_request(org: OrgId, handle: &[u8; 32]) -> Context {
    Context::org(org, &format!("sso-request/{}", hex::encode(handle)))
}
