use leptos::prelude::*;
use model::views::{SdkSignInView, SecurityView};

#[cfg(feature = "ssr")]
use super::typed;
use crate::PortalError;

/// How people get into the organisation.
#[server(prefix = "/fn", endpoint = "security/read")]
pub(crate) async fn read_security(org: String) -> Result<SecurityView, PortalError> {
    crate::door::security::security(org).await
}

/// Changes how people get into the organisation. A box that is not ticked is not sent.
#[server(prefix = "/fn", endpoint = "security/change")]
pub(crate) async fn change_security(
    org: String,
    #[server(default)] networks: String,
    idle_minutes: i32,
    session_hours: i32,
    invitation_days: i32,
    #[server(default)] second_factor_for_all: Option<String>,
) -> Result<(), PortalError> {
    let change = governance::org_security::SecurityChange {
        second_factor_for_all: Some(second_factor_for_all.is_some()),
        networks: Some(networks.clone()),
        idle_minutes: Some(idle_minutes),
        session_hours: Some(session_hours),
        invitation_days: Some(invitation_days),
    };
    crate::door::security::change_security(org.clone(), change).await.inspect_err(|_| typed::keep("networks", &networks))?;
    leptos_axum::redirect(&format!("/o/{org}/settings/security?done=security-changed"));
    Ok(())
}

/// The SDK's way into the portal.
#[server(prefix = "/fn", endpoint = "security/sdk")]
pub(crate) async fn read_sdk_sign_in(org: String) -> Result<SdkSignInView, PortalError> {
    crate::door::security::sdk_sign_in(org).await
}

/// Makes the password of the SDK and goes to the one page that shows it.
#[server(prefix = "/fn", endpoint = "security/sdk-password")]
pub(crate) async fn make_sdk_password(org: String) -> Result<(), PortalError> {
    crate::door::security::make_sdk_password(&org).await?;
    leptos_axum::redirect(&format!("/o/{org}/settings/security/sdk-password"));
    Ok(())
}

/// The password that waits to be read; reading it is what ends it.
#[server(prefix = "/fn", endpoint = "security/sdk-password-issued")]
pub(crate) async fn read_issued_sdk_password(org: String) -> Result<Option<String>, PortalError> {
    crate::door::security::issued_sdk_password(org).await
}

/// Removes the password of the SDK.
#[server(prefix = "/fn", endpoint = "security/sdk-password-remove")]
pub(crate) async fn remove_sdk_password(org: String) -> Result<(), PortalError> {
    crate::door::security::remove_sdk_password(&org).await?;
    leptos_axum::redirect(&format!("/o/{org}/settings/security?done=sdk-password-removed"));
    Ok(())
}
