use leptos::prelude::*;
use model::{
    ConnectionId, SetUpLinkId,
    views::{GuestView, IssuedSetUpLink, ProviderOffer, ProviderView, SetUpLinkLine},
};

#[cfg(feature = "ssr")]
use super::typed;
use crate::PortalError;

/// The links of a connection, those that have ended too.
#[server(prefix = "/fn", endpoint = "sso/links")]
pub(crate) async fn list_links(org: String, id: ConnectionId) -> Result<Vec<SetUpLinkLine>, PortalError> {
    crate::door::set_up::links(&org, id).await
}

/// Makes a link and goes to the one page that shows it.
#[server(prefix = "/fn", endpoint = "sso/link-make")]
pub(crate) async fn make_link(
    org: String,
    id: ConnectionId,
    #[server(default)] made_for: String,
    #[server(default)] domain: String,
    days: u16,
) -> Result<(), PortalError> {
    let made = crate::door::set_up::make(&org, id, &made_for, domain, days).await;
    let link = made.inspect_err(|_| typed::keep("made_for", &made_for))?;
    leptos_axum::redirect(&format!("/o/{org}/sso/{id}/links/{link}?done=set-up-link-made"));
    Ok(())
}

/// The link that waits to be read; reading it is what ends that.
#[server(prefix = "/fn", endpoint = "sso/issued-link")]
pub(crate) async fn read_issued_link(org: String, id: SetUpLinkId) -> Result<Option<IssuedSetUpLink>, PortalError> {
    crate::door::set_up::issued(&org, id).await
}

/// Takes a link back.
#[server(prefix = "/fn", endpoint = "sso/link-revoke")]
pub(crate) async fn revoke_link(org: String, id: ConnectionId, link: SetUpLinkId) -> Result<(), PortalError> {
    crate::door::set_up::revoke(&org, id, link).await?;
    leptos_axum::redirect(&format!("/o/{org}/sso/{id}/links?done=set-up-link-revoked"));
    Ok(())
}

/// What the holder of a link sees.
#[server(prefix = "/fn", endpoint = "set-up/read")]
pub(crate) async fn read_set_up(token: String) -> Result<GuestView, PortalError> {
    crate::door::set_up::look(&token).await
}

/// What would be stored of a provider, to be looked at first.
#[server(prefix = "/fn", endpoint = "set-up/preview")]
pub(crate) async fn preview_as_guest(token: String, #[server(default)] offer: ProviderOffer) -> Result<ProviderView, PortalError> {
    crate::door::set_up::preview(&token, offer).await
}

/// Gives the connection the provider that was looked at.
#[server(prefix = "/fn", endpoint = "set-up/save")]
pub(crate) async fn save_as_guest(
    token: String,
    #[server(default)] offer: ProviderOffer,
    #[server(default)] client_secret: String,
    #[server(default)] seen: String,
) -> Result<(), PortalError> {
    crate::door::set_up::save(&token, offer, client_secret, &seen).await?;
    leptos_axum::redirect(&format!("/setup/{token}?done=guest-provider-saved"));
    Ok(())
}

/// Looks for the domain's record now.
#[server(prefix = "/fn", endpoint = "set-up/verify")]
pub(crate) async fn verify_as_guest(token: String) -> Result<(), PortalError> {
    crate::door::set_up::verify(&token).await?;
    leptos_axum::redirect(&format!("/setup/{token}?done=guest-domain-verified"));
    Ok(())
}
