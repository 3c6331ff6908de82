use model::{EmailAddress, OrgId};
use store::entry::{self, PersonRow};

use crate::{Error, Governance, Result, members::break_glass};

/// Where an address signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SsoDestination {
    /// The page that goes on to the provider.
    pub path: String,
    /// The organisation's name, to say why.
    pub org_name: String,
    /// The connection's name.
    pub connection_name: String,
    /// Whether a password does not do.
    pub is_required: bool,
    /// The organisation.
    pub(crate) org: OrgId,
}

/// Where people of this address sign in, by its domain. It says nothing about whether there is such an account.
pub async fn destination(gov: &Governance, email: &EmailAddress) -> Result<Option<SsoDestination>> {
    let Some(route) = entry::sso_route(gov.pool(), domain(email)).await? else { return Ok(None) };
    let Some(owner) = entry::sso_connection(gov.pool(), route.connection()).await? else { return Ok(None) };
    if super::plan_allows(owner.tier).is_err() {
        return Ok(None);
    }
    Ok(Some(SsoDestination {
        path: format!("/auth/{}/{}/{}/login", route.protocol, owner.slug, route.connection()),
        is_required: route.mode == "required",
        org: route.org(),
        org_name: route.org_name,
        connection_name: route.connection_name,
    }))
}

/// Refuses a right password where the domain's organisation asks for its provider. Its break-glass owners come in all the same, with
/// their second factor: when the provider is broken, somebody has to be able to say so.
pub(crate) async fn refuse_password(gov: &Governance, person: &PersonRow) -> Result<()> {
    let email = EmailAddress::parse(&person.email).map_err(Error::broken)?;
    let Some(found) = destination(gov, &email).await?.filter(|found| found.is_required) else { return Ok(()) };
    if person.factors().any() && break_glass::is_one(gov, found.org, person.person()).await? {
        return Ok(());
    }
    Err(Error::Refused(format!("{} signs in with {}. Continue with single sign-on.", found.org_name, found.connection_name)))
}

fn domain(email: &EmailAddress) -> &str {
    email.as_str().rsplit_once('@').map_or("", |(_, domain)| domain)
}
