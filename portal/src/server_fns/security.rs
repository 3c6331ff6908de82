use leptos::prelude::*;
use model::views::SecurityView;

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
    #[server(default)] second_factor_for_all: Option<String>,
) -> Result<(), PortalError> {
    let change = governance::org_security::SecurityChange {
        second_factor_for_all: Some(second_factor_for_all.is_some()),
        networks: Some(networks.clone()),
        idle_minutes: Some(idle_minutes),
        session_hours: Some(session_hours),
    };
    crate::door::security::change_security(org.clone(), change).await.inspect_err(|_| typed::keep("networks", &networks))?;
    leptos_axum::redirect(&format!("/o/{org}/settings/security?done=security-changed"));
    Ok(())
}
