use gate::SecretString;
use governance::{
    account::OrgScope,
    sso::{self, Mapping, NewProvider},
};
use model::{
    ConnectionId, IdpKind, Invalid, Permission, ShortText, SsoProtocol,
    views::{ConnectionLine, ConnectionView, ProviderOffer, ProviderView, SignInLine},
};

use super::{OrRefuse as _, door, member};
use crate::PortalError;

/// Whoever may change settings may see and set up single sign-on; the use cases ask for more where it hands out more.
async fn admin(org: &str) -> Result<(gate::Door, OrgScope), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, org, Permission::SettingsWrite).await?;
    Ok((door, scope))
}

/// Every connection.
pub(crate) async fn lines(org: String) -> Result<Vec<ConnectionLine>, PortalError> {
    let (door, scope) = admin(&org).await?;
    sso::lines(door.governance(), &scope).await.or_refuse(&door)
}

/// Everything about one connection.
pub(crate) async fn view(org: String, id: ConnectionId) -> Result<ConnectionView, PortalError> {
    let (door, scope) = admin(&org).await?;
    sso::view(door.governance(), &scope, id).await.or_refuse(&door)
}

/// Begins to set a connection up; a name that was left empty is the provider's.
pub(crate) async fn begin(org: &str, name: &str, choice: &str) -> Result<ConnectionId, PortalError> {
    let (door, scope) = admin(org).await?;
    let (protocol, kind) = match choice {
        "okta" => (SsoProtocol::Saml, IdpKind::Okta),
        "entra" => (SsoProtocol::Saml, IdpKind::Entra),
        "google" => (SsoProtocol::Saml, IdpKind::Google),
        "saml" => (SsoProtocol::Saml, IdpKind::Other),
        "oidc" => (SsoProtocol::Oidc, IdpKind::Other),
        _ => return Err(governance::Error::from(Invalid::new("choice", "Choose one."))).or_refuse(&door),
    };
    let name = if name.trim().is_empty() { kind.name().unwrap_or_default() } else { name };
    let name = ShortText::parse("name", name).map_err(governance::Error::from).or_refuse(&door)?;
    sso::begin_set_up(door.governance(), &scope, &name, protocol, kind).await.or_refuse(&door)
}

/// What would be stored of a provider.
pub(crate) async fn preview(org: &str, id: ConnectionId, offer: ProviderOffer) -> Result<ProviderView, PortalError> {
    let (door, scope) = admin(org).await?;
    let new = NewProvider::of(offer, SecretString::new(String::new())).or_refuse(&door)?;
    sso::preview(door.governance(), &scope, id, &new).await.or_refuse(&door)
}

/// Gives a connection the provider that was looked at.
pub(crate) async fn save(org: &str, id: ConnectionId, offer: ProviderOffer, secret: String, seen: &str) -> Result<(), PortalError> {
    let (door, scope) = admin(org).await?;
    let new = NewProvider::of(offer, SecretString::new(secret)).or_refuse(&door)?;
    sso::set_provider(door.governance(), &scope, id, new, Some(seen)).await.or_refuse(&door)
}

/// Changes how people of a connection become members.
pub(crate) async fn map(org: &str, id: ConnectionId, email_attribute: &str, role: &str, sign: bool) -> Result<(), PortalError> {
    let (door, scope) = admin(org).await?;
    let named = |text: &str| ShortText::parse("email_attribute", text).map_err(governance::Error::from);
    let email_attribute = (!email_attribute.trim().is_empty()).then(|| named(email_attribute)).transpose().or_refuse(&door)?;
    let default_role = (!role.is_empty()).then(|| role.to_owned());
    let mapping = Mapping { email_attribute, default_role, sign_requests: sign };
    sso::set_mapping(door.governance(), &scope, id, mapping).await.or_refuse(&door)
}

/// Gives a connection another name.
pub(crate) async fn rename(org: &str, id: ConnectionId, name: &str) -> Result<(), PortalError> {
    let (door, scope) = admin(org).await?;
    let name = ShortText::parse("name", name).map_err(governance::Error::from).or_refuse(&door)?;
    sso::rename(door.governance(), &scope, id, &name).await.or_refuse(&door)
}

/// Switches a connection on or off.
pub(crate) async fn switch(org: &str, id: ConnectionId, on: bool) -> Result<(), PortalError> {
    let (door, scope) = admin(org).await?;
    sso::set_enabled(door.governance(), &scope, id, on).await.or_refuse(&door).map(|_row| ())
}

/// Removes a connection.
pub(crate) async fn remove(org: &str, id: ConnectionId) -> Result<(), PortalError> {
    let (door, scope) = admin(org).await?;
    sso::remove(door.governance(), &scope, id).await.or_refuse(&door)
}

/// Trusts one more certificate.
pub(crate) async fn add_certificate(org: &str, id: ConnectionId, pasted: &str) -> Result<(), PortalError> {
    let (door, scope) = admin(org).await?;
    sso::add_certificate(door.governance(), &scope, id, pasted).await.or_refuse(&door)
}

/// Trusts a certificate no longer.
pub(crate) async fn remove_certificate(org: &str, id: ConnectionId, sha256: &str) -> Result<(), PortalError> {
    let (door, scope) = admin(org).await?;
    sso::remove_certificate(door.governance(), &scope, id, sha256).await.or_refuse(&door)
}

/// Reads the metadata again; says how many certificates are new.
pub(crate) async fn refresh(org: &str, id: ConnectionId) -> Result<usize, PortalError> {
    let (door, scope) = admin(org).await?;
    sso::refresh(door.governance(), &scope, id).await.or_refuse(&door)
}

/// Publishes a next key of ours, or lets it sign.
pub(crate) async fn our_key(org: &str, id: ConnectionId) -> Result<(), PortalError> {
    let (door, scope) = admin(org).await?;
    sso::our_key(door.governance(), &scope, id).await.or_refuse(&door).map(|_change| ())
}

/// The sign-in log.
pub(crate) async fn log(org: String, connection: Option<ConnectionId>, code: String) -> Result<Vec<SignInLine>, PortalError> {
    let (door, scope) = admin(&org).await?;
    sso::sign_in_lines(door.governance(), &scope, connection, Some(&code)).await.or_refuse(&door)
}

/// Says by which connection a domain's people sign in.
pub(crate) async fn route(org: &str, id: ConnectionId, domain: &str, mode: &str) -> Result<(), PortalError> {
    let (door, scope) = admin(org).await?;
    sso::route_domain(door.governance(), &scope, domain, id, mode).await.or_refuse(&door).map(|_row| ())
}
