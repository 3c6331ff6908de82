use leptos::prelude::*;
use model::{
    ConnectionId, RoleId,
    views::{ConnectionLine, ConnectionView, ProviderOffer, ProviderView, RulesView},
};

#[cfg(feature = "ssr")]
use super::typed;
use crate::PortalError;

/// Every connection.
#[server(prefix = "/fn", endpoint = "sso/list")]
pub(crate) async fn list_connections(org: String) -> Result<Vec<ConnectionLine>, PortalError> {
    crate::door::sso::lines(org).await
}

/// Everything about one connection.
#[server(prefix = "/fn", endpoint = "sso/read")]
pub(crate) async fn read_connection(org: String, id: ConnectionId) -> Result<ConnectionView, PortalError> {
    crate::door::sso::view(org, id).await
}

/// Begins to set a connection up and goes to its first step.
#[server(prefix = "/fn", endpoint = "sso/begin")]
pub(crate) async fn begin_connection(
    org: String,
    #[server(default)] name: String,
    #[server(default)] choice: String,
) -> Result<(), PortalError> {
    let id = crate::door::sso::begin(&org, &name, &choice).await.inspect_err(|_| typed::keep("name", &name))?;
    leptos_axum::redirect(&format!("/o/{org}/sso/{id}/values"));
    Ok(())
}

/// What would be stored of a provider, to be looked at first.
#[server(prefix = "/fn", endpoint = "sso/preview")]
pub(crate) async fn preview_provider(
    org: String,
    id: ConnectionId,
    #[server(default)] offer: ProviderOffer,
) -> Result<ProviderView, PortalError> {
    crate::door::sso::preview(&org, id, offer).await
}

/// Gives a connection the provider that was looked at.
#[server(prefix = "/fn", endpoint = "sso/save-provider")]
pub(crate) async fn save_provider(
    org: String,
    id: ConnectionId,
    #[server(default)] offer: ProviderOffer,
    #[server(default)] client_secret: String,
    #[server(default)] seen: String,
) -> Result<(), PortalError> {
    crate::door::sso::save(&org, id, offer, client_secret, &seen).await?;
    leptos_axum::redirect(&format!("/o/{org}/sso/{id}/people?done=provider-saved"));
    Ok(())
}

/// Changes how people of a connection become members.
#[server(prefix = "/fn", endpoint = "sso/map")]
pub(crate) async fn map_people(
    org: String,
    id: ConnectionId,
    #[server(default)] email_attribute: String,
    #[server(default)] groups_attribute: String,
    #[server(default)] default_role: String,
    #[server(default)] sign_requests: Option<String>,
) -> Result<(), PortalError> {
    let sign_requests = sign_requests.is_some();
    let mapped = crate::door::sso::Mapped { email_attribute, groups_attribute, default_role, sign_requests };
    crate::door::sso::map(&org, id, mapped).await?;
    leptos_axum::redirect(&format!("/o/{org}/sso/{id}/test?done=people-mapped"));
    Ok(())
}

/// Gives a connection another name.
#[server(prefix = "/fn", endpoint = "sso/rename")]
pub(crate) async fn rename_connection(org: String, id: ConnectionId, #[server(default)] name: String) -> Result<(), PortalError> {
    crate::door::sso::rename(&org, id, &name).await?;
    leptos_axum::redirect(&format!("/o/{org}/sso/{id}?done=connection-renamed"));
    Ok(())
}

/// Switches a connection on or off.
#[server(prefix = "/fn", endpoint = "sso/switch")]
pub(crate) async fn switch_connection(org: String, id: ConnectionId, enabled: bool) -> Result<(), PortalError> {
    crate::door::sso::switch(&org, id, enabled).await?;
    let done = if enabled { "connection-on" } else { "connection-off" };
    leptos_axum::redirect(&format!("/o/{org}/sso/{id}?done={done}"));
    Ok(())
}

/// Says whether sign-ins may begin at the provider.
#[server(prefix = "/fn", endpoint = "sso/idp-initiated")]
pub(crate) async fn allow_idp_initiated(org: String, id: ConnectionId, enabled: bool) -> Result<(), PortalError> {
    crate::door::sso::allow_idp_initiated(&org, id, enabled).await?;
    let done = if enabled { "idp-initiated-on" } else { "idp-initiated-off" };
    leptos_axum::redirect(&format!("/o/{org}/sso/{id}?done={done}"));
    Ok(())
}

/// Removes a connection.
#[server(prefix = "/fn", endpoint = "sso/remove")]
pub(crate) async fn remove_connection(org: String, id: ConnectionId) -> Result<(), PortalError> {
    crate::door::sso::remove(&org, id).await?;
    leptos_axum::redirect(&format!("/o/{org}/sso?done=connection-removed"));
    Ok(())
}

/// Trusts one more certificate.
#[server(prefix = "/fn", endpoint = "sso/certificate-add")]
pub(crate) async fn add_certificate(org: String, id: ConnectionId, #[server(default)] certificate: String) -> Result<(), PortalError> {
    crate::door::sso::add_certificate(&org, id, &certificate).await?;
    leptos_axum::redirect(&format!("/o/{org}/sso/{id}/certificates?done=certificate-added"));
    Ok(())
}

/// Trusts a certificate no longer.
#[server(prefix = "/fn", endpoint = "sso/certificate-remove")]
pub(crate) async fn remove_certificate(org: String, id: ConnectionId, #[server(default)] sha256: String) -> Result<(), PortalError> {
    crate::door::sso::remove_certificate(&org, id, &sha256).await?;
    leptos_axum::redirect(&format!("/o/{org}/sso/{id}/certificates?done=certificate-removed"));
    Ok(())
}

/// Reads the provider's metadata again from where it is published.
#[server(prefix = "/fn", endpoint = "sso/refresh")]
pub(crate) async fn refresh_metadata(org: String, id: ConnectionId) -> Result<(), PortalError> {
    let added = crate::door::sso::refresh(&org, id).await?;
    let done = if added == 0 { "metadata-same" } else { "metadata-new" };
    leptos_axum::redirect(&format!("/o/{org}/sso/{id}/certificates?done={done}"));
    Ok(())
}

/// Publishes a next key of ours, or lets the next one sign.
#[server(prefix = "/fn", endpoint = "sso/our-key")]
pub(crate) async fn change_our_key(org: String, id: ConnectionId) -> Result<(), PortalError> {
    crate::door::sso::our_key(&org, id).await?;
    leptos_axum::redirect(&format!("/o/{org}/sso/{id}/certificates?done=our-key-changed"));
    Ok(())
}

/// Says by which connection a domain's people sign in, and whether they have to.
#[server(prefix = "/fn", endpoint = "sso/route")]
pub(crate) async fn route_domain(
    org: String,
    id: ConnectionId,
    #[server(default)] domain: String,
    #[server(default)] mode: String,
) -> Result<(), PortalError> {
    crate::door::sso::route(&org, id, &domain, &mode).await?;
    leptos_axum::redirect(&format!("/o/{org}/sso/{id}/turn-on?done=domain-routed"));
    Ok(())
}

/// The rules of a connection and what they mean; with both, as if the group gave the role too.
#[server(prefix = "/fn", endpoint = "sso/rules")]
pub(crate) async fn read_rules(
    org: String,
    id: ConnectionId,
    #[server(default)] group: String,
    #[server(default)] role: String,
) -> Result<RulesView, PortalError> {
    crate::door::sso::rules(&org, id, &group, &role).await
}

/// Lets a group give a role.
#[server(prefix = "/fn", endpoint = "sso/rule-add")]
pub(crate) async fn add_rule(org: String, id: ConnectionId, #[server(default)] group: String, role: RoleId) -> Result<(), PortalError> {
    crate::door::sso::add_rule(&org, id, &group, role).await?;
    leptos_axum::redirect(&format!("/o/{org}/sso/{id}/rules?done=rule-added"));
    Ok(())
}

/// Lets a group give a role no longer.
#[server(prefix = "/fn", endpoint = "sso/rule-remove")]
pub(crate) async fn remove_rule(org: String, id: ConnectionId, #[server(default)] group: String, role: RoleId) -> Result<(), PortalError> {
    crate::door::sso::remove_rule(&org, id, &group, role).await?;
    leptos_axum::redirect(&format!("/o/{org}/sso/{id}/rules?done=rule-removed"));
    Ok(())
}
