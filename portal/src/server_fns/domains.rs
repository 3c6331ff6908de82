use leptos::prelude::*;
use model::views::DomainLine;

#[cfg(feature = "ssr")]
use super::typed;
use crate::PortalError;

/// Every domain of the organisation.
#[server(prefix = "/fn", endpoint = "domains/list")]
pub(crate) async fn list_domains(org: String) -> Result<Vec<DomainLine>, PortalError> {
    crate::door::domains::lines(&org).await
}

/// Adds a domain and goes to the page that shows its record.
#[server(prefix = "/fn", endpoint = "domains/add")]
pub(crate) async fn add_domain(org: String, #[server(default)] domain: String) -> Result<(), PortalError> {
    let name = crate::door::domains::add(&org, &domain).await.inspect_err(|_| typed::keep("domain", &domain))?;
    leptos_axum::redirect(&format!("/o/{org}/domains/{name}"));
    Ok(())
}

/// Looks for a domain's record now.
#[server(prefix = "/fn", endpoint = "domains/verify")]
pub(crate) async fn verify_domain(org: String, #[server(default)] domain: String) -> Result<(), PortalError> {
    crate::door::domains::verify(&org, &domain).await?;
    leptos_axum::redirect(&format!("/o/{org}/domains/{domain}?done=domain-verified"));
    Ok(())
}

/// Removes a domain.
#[server(prefix = "/fn", endpoint = "domains/remove")]
pub(crate) async fn remove_domain(org: String, #[server(default)] domain: String) -> Result<(), PortalError> {
    crate::door::domains::remove(&org, &domain).await?;
    leptos_axum::redirect(&format!("/o/{org}/domains?done=domain-removed"));
    Ok(())
}
