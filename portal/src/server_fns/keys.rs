use leptos::prelude::*;
use model::{
    KeyId,
    views::{IssuedSecret, KeyLine, ScopeChoice},
};

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

/// Makes a key and goes to the one page that shows its secret.
#[server(prefix = "/fn", endpoint = "keys/create")]
pub(crate) async fn create_key(
    org: String,
    name: String,
    #[server(default)] scopes: Vec<String>,
    expires: String,
) -> Result<(), PortalError> {
    let expires_days = crate::pages::keys::Expiry::parse(&expires)?.days();
    let made = crate::door::keys::create_key(org.clone(), name.clone(), scopes, expires_days).await;
    let key = made.inspect_err(|_| typed::keep("name", &name))?;
    leptos_axum::redirect(&format!("/o/{org}/keys/{key}/secret?done=key-created"));
    Ok(())
}

/// Gives a key a new secret and goes to the one page that shows it.
#[server(prefix = "/fn", endpoint = "keys/roll")]
pub(crate) async fn roll_key(org: String, id: KeyId, overlap_hours: u32) -> Result<(), PortalError> {
    crate::door::keys::roll_key(org.clone(), id, overlap_hours).await?;
    let done = if overlap_hours == 0 { "key-rolled-now" } else { "key-rolled" };
    leptos_axum::redirect(&format!("/o/{org}/keys/{id}/secret?done={done}"));
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
