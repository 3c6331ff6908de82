//! What each sealed value belongs to. A value opens under exactly the context that it was sealed for, so these names are
//! part of what is stored: to change one is to lose what was sealed under it.

use model::{ApprovalId, OrgId, PersonId};
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
