use gate::SecretString;
use governance::{
    account::OrgScope,
    sso::{self, Mapping, NewProvider},
};
use model::{
    ConnectionId, IdpKind, Invalid, Permission, RoleId, ShortText, SsoProtocol,
    views::{ConnectionLine, ConnectionView, ProviderOffer, ProviderView, RulesView},
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

/// How people of a connection become members, as the form says it; empty is unsaid.
pub(crate) struct Mapped {
    pub(crate) email_attribute: String,
    pub(crate) groups_attribute: String,
    pub(crate) default_role: String,
    pub(crate) sign_requests: bool,
}

/// Changes how people of a connection become members.
pub(crate) async fn map(org: &str, id: ConnectionId, mapped: Mapped) -> Result<(), PortalError> {
    let (door, scope) = admin(org).await?;
    let named =
        |field, text: &str| (!text.trim().is_empty()).then(|| ShortText::parse(field, text).map_err(governance::Error::from)).transpose();
    let mapping = Mapping {
        email_attribute: named("email_attribute", &mapped.email_attribute).or_refuse(&door)?,
        groups_attribute: named("groups_attribute", &mapped.groups_attribute).or_refuse(&door)?,
        default_role: (!mapped.default_role.is_empty()).then_some(mapped.default_role),
        sign_requests: mapped.sign_requests,
    };
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

/// Says whether sign-ins may begin at the provider.
pub(crate) async fn allow_idp_initiated(org: &str, id: ConnectionId, allowed: bool) -> Result<(), PortalError> {
    let (door, scope) = admin(org).await?;
    sso::set_idp_initiated(door.governance(), &scope, id, allowed).await.or_refuse(&door)
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

/// Says by which connection a domain's people sign in.
pub(crate) async fn route(org: &str, id: ConnectionId, domain: &str, mode: &str) -> Result<(), PortalError> {
    let (door, scope) = admin(org).await?;
    sso::route_domain(door.governance(), &scope, domain, id, mode).await.or_refuse(&door).map(|_row| ())
}

/// The rules of a connection; with both, as if the group gave the role too.
pub(crate) async fn rules(org: &str, id: ConnectionId, group: &str, role: &str) -> Result<RulesView, PortalError> {
    let (door, scope) = admin(org).await?;
    let draft = role.parse::<RoleId>().ok().filter(|_| !group.trim().is_empty()).map(|role| (group, role));
    sso::rules(door.governance(), &scope, id, draft).await.or_refuse(&door)
}

/// Lets a group give a role.
pub(crate) async fn add_rule(org: &str, id: ConnectionId, group: &str, role: RoleId) -> Result<(), PortalError> {
    let (door, scope) = admin(org).await?;
    let group = ShortText::parse("group", group).map_err(governance::Error::from).or_refuse(&door)?;
    sso::add_rule(door.governance(), &scope, id, &group, role).await.or_refuse(&door)
}

/// Lets a group give a role no longer.
pub(crate) async fn remove_rule(org: &str, id: ConnectionId, group: &str, role: RoleId) -> Result<(), PortalError> {
    let (door, scope) = admin(org).await?;
    sso::remove_rule(door.governance(), &scope, id, group, role).await.or_refuse(&door)
}
