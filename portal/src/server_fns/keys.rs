use leptos::prelude::*;
use model::{
    KeyId,
    views::{HygieneView, IssuedSecret, KeyDetail, KeyLine, ScopeChoice},
};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::typed;
use crate::PortalError;

/// Every API key of the organisation.
#[server(prefix = "/fn", endpoint = "keys/list")]
pub(crate) async fn list_keys(org: String) -> Result<Vec<KeyLine>, PortalError> {
    crate::door::keys::keys(org).await
}

/// What the viewer may give to a new key.
#[server(prefix = "/fn", endpoint = "keys/scope-choices")]
pub(crate) async fn list_scope_choices(org: String) -> Result<Vec<ScopeChoice>, PortalError> {
    crate::door::keys::scope_choices(org).await
}

/// One key with its secrets and from where they are used.
#[server(prefix = "/fn", endpoint = "keys/read")]
pub(crate) async fn read_key(org: String, id: KeyId) -> Result<KeyDetail, PortalError> {
    crate::door::keys::key(org, id).await
}

/// Live keys with what somebody should look at.
#[server(prefix = "/fn", endpoint = "keys/hygiene")]
pub(crate) async fn read_hygiene(org: String) -> Result<HygieneView, PortalError> {
    crate::door::keys::hygiene(org).await
}

/// What a form says about a new key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct KeyForm {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) scopes: Vec<String>,
    pub(crate) expires: String,
    #[serde(default)]
    pub(crate) environment: Option<String>,
    #[serde(default)]
    pub(crate) networks: String,
    #[serde(default)]
    pub(crate) connector_rights: String,
    #[serde(default)]
    pub(crate) rotation: Option<String>,
}

/// Makes a key and goes to the one page that shows its secret.
#[server(prefix = "/fn", endpoint = "keys/create")]
pub(crate) async fn create_key(org: String, #[server(flatten)] form: KeyForm) -> Result<(), PortalError> {
    let name = form.name.clone();
    let key = crate::door::keys::create_key(org.clone(), form).await.inspect_err(|_| typed::keep("name", &name))?;
    leptos_axum::redirect(&format!("/o/{org}/keys/{key}/secret?done=key-created"));
    Ok(())
}

/// Changes from where a key may be used, what a service identity may use, and how often the secret is exchanged.
#[server(prefix = "/fn", endpoint = "keys/change")]
pub(crate) async fn change_key(
    org: String,
    id: KeyId,
    networks: String,
    #[server(default)] connector_rights: String,
    rotation: String,
) -> Result<(), PortalError> {
    crate::door::keys::change_key(org.clone(), id, &networks, &connector_rights, &rotation).await?;
    leptos_axum::redirect(&format!("/o/{org}/keys/{id}?done=key-changed"));
    Ok(())
}

/// Gives a key a new secret and goes to the one page that shows it.
#[server(prefix = "/fn", endpoint = "keys/roll")]
pub(crate) async fn roll_key(org: String, id: KeyId, overlap: String, #[server(default)] custom_hours: String) -> Result<(), PortalError> {
    let hours = crate::pages::keys::Overlap::parse(&overlap, &custom_hours)?.hours;
    crate::door::keys::roll_key(org.clone(), id, hours).await?;
    let done = if hours == 0 { "key-rolled-now" } else { "key-rolled" };
    leptos_axum::redirect(&format!("/o/{org}/keys/{id}/secret?done={done}"));
    Ok(())
}

/// Ends every secret of a key but the newest.
#[server(prefix = "/fn", endpoint = "keys/end-overlap")]
pub(crate) async fn end_key_overlap(org: String, id: KeyId) -> Result<(), PortalError> {
    crate::door::keys::end_overlap(org.clone(), id).await?;
    leptos_axum::redirect(&format!("/o/{org}/keys/{id}?done=key-overlap-ended"));
    Ok(())
}

/// Goes to the key that something belongs to that was found.
#[server(prefix = "/fn", endpoint = "keys/look-up")]
pub(crate) async fn look_up_key(org: String, found: String) -> Result<(), PortalError> {
    let here = crate::door::keys::look_up(org.clone(), found).await?;
    let found = here.state.map_or_else(String::new, |state| format!("?found={state}"));
    leptos_axum::redirect(&format!("/o/{org}/keys/{}{found}", here.key));
    Ok(())
}

/// Bounds how long new keys may live.
#[server(prefix = "/fn", endpoint = "keys/rules")]
pub(crate) async fn set_key_rules(org: String, max_days: String) -> Result<(), PortalError> {
    crate::door::keys::set_rules(org.clone(), &max_days).await?;
    leptos_axum::redirect(&format!("/o/{org}/keys/hygiene?done=key-rules-changed"));
    Ok(())
}

/// Ends a key and goes back to the list.
#[server(prefix = "/fn", endpoint = "keys/revoke")]
pub(crate) async fn revoke_key(org: String, id: KeyId, reason: String) -> Result<(), PortalError> {
    crate::door::keys::revoke_key(org.clone(), id, reason.clone()).await.inspect_err(|_| typed::keep("reason", &reason))?;
    leptos_axum::redirect(&format!("/o/{org}/keys?done=key-revoked"));
    Ok(())
}

/// The secret that waits to be read; reading it is what ends it.
#[server(prefix = "/fn", endpoint = "keys/issued-secret")]
pub(crate) async fn read_issued_secret(org: String, id: KeyId) -> Result<Option<IssuedSecret>, PortalError> {
    crate::door::keys::issued_secret(org, id).await
}
