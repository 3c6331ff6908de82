use gate::SecretString;
use governance::sso::{
    NewProvider,
    guests::{self, NewLink},
};
use model::{
    ConnectionId, Permission, SetUpLinkId, ShortText,
    views::{GuestView, IssuedSetUpLink, ProviderOffer, ProviderView, SetUpLinkLine},
};

use super::{OrRefuse as _, door, member};
use crate::PortalError;

/// The links of a connection.
pub(crate) async fn links(org: &str, id: ConnectionId) -> Result<Vec<SetUpLinkLine>, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, org, Permission::SettingsWrite).await?;
    guests::list(door.governance(), &scope, id).await.or_refuse(&door)
}

/// Makes a link, which waits to be read once.
pub(crate) async fn make(org: &str, id: ConnectionId, made_for: &str, domain: String, days: u16) -> Result<SetUpLinkId, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, org, Permission::SettingsWrite).await?;
    let made_for = ShortText::parse("made_for", made_for).map_err(governance::Error::from).or_refuse(&door)?;
    let new = NewLink { made_for, domain: Some(domain), days };
    let issued = guests::make(door.governance(), &scope, id, &new).await.or_refuse(&door)?;
    door.keep_reveal(&reveal(org, issued.link), &issued).await.or_refuse(&door)?;
    Ok(issued.link)
}

/// The link that waits to be read; reading it is what ends that.
pub(crate) async fn issued(org: &str, link: SetUpLinkId) -> Result<Option<IssuedSetUpLink>, PortalError> {
    let door = door()?;
    member(&door, org, Permission::SettingsWrite).await?;
    door.take_reveal(&reveal(org, link)).await.or_refuse(&door)
}

fn reveal(org: &str, link: SetUpLinkId) -> String {
    format!("set-up-link/{org}/{link}")
}

/// Takes a link back.
pub(crate) async fn revoke(org: &str, id: ConnectionId, link: SetUpLinkId) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, org, Permission::SettingsWrite).await?;
    guests::revoke(door.governance(), &scope, id, link).await.or_refuse(&door)
}

/// What the holder of a link sees.
pub(crate) async fn look(token: &str) -> Result<GuestView, PortalError> {
    let door = door()?;
    guests::look(door.governance(), token, door.facts()).await.or_refuse(&door)
}

/// What would be stored of a provider.
pub(crate) async fn preview(token: &str, offer: ProviderOffer) -> Result<ProviderView, PortalError> {
    let door = door()?;
    let new = NewProvider::of(offer, SecretString::new(String::new())).or_refuse(&door)?;
    guests::preview(door.governance(), token, &new, door.facts()).await.or_refuse(&door)
}

/// Gives the connection the provider that was looked at.
pub(crate) async fn save(token: &str, offer: ProviderOffer, secret: String, seen: &str) -> Result<(), PortalError> {
    let door = door()?;
    let new = NewProvider::of(offer, SecretString::new(secret)).or_refuse(&door)?;
    guests::save(door.governance(), token, new, seen, door.facts()).await.or_refuse(&door)
}

/// Looks for the domain's record now.
pub(crate) async fn verify(token: &str) -> Result<(), PortalError> {
    let door = door()?;
    guests::verify_domain(door.governance(), token, door.facts()).await.or_refuse(&door)
}
