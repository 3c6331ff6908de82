use leptos::prelude::*;
use model::{
    RoleId,
    views::{RoleLine, RolePreview},
};

#[cfg(feature = "ssr")]
use super::typed;
use crate::PortalError;

/// Every role.
#[server(prefix = "/fn", endpoint = "roles/list")]
pub(crate) async fn list_roles(org: String) -> Result<Vec<RoleLine>, PortalError> {
    crate::door::roles::roles(org).await
}

/// One role.
#[server(prefix = "/fn", endpoint = "roles/read")]
pub(crate) async fn read_role(org: String, id: RoleId) -> Result<RoleLine, PortalError> {
    crate::door::roles::one_role(org, id).await
}

/// Makes a role.
#[server(prefix = "/fn", endpoint = "roles/create")]
pub(crate) async fn create_role(
    org: String,
    name: String,
    #[server(default)] description: String,
    #[server(default)] permissions: Vec<String>,
) -> Result<(), PortalError> {
    crate::door::roles::create(org.clone(), &name, &description, &permissions).await.inspect_err(|_| typed::keep("name", &name))?;
    leptos_axum::redirect(&format!("/o/{org}/roles?done=role-created"));
    Ok(())
}

/// Who would gain and lose what, if a role allowed this from now on.
#[server(prefix = "/fn", endpoint = "roles/preview")]
pub(crate) async fn preview_role(org: String, id: RoleId, #[server(default)] permissions: Vec<String>) -> Result<RolePreview, PortalError> {
    crate::door::roles::preview(org, id, &permissions).await
}

/// Changes a role.
#[server(prefix = "/fn", endpoint = "roles/change")]
pub(crate) async fn change_role(
    org: String,
    id: RoleId,
    name: String,
    #[server(default)] description: String,
    #[server(default)] permissions: Vec<String>,
) -> Result<(), PortalError> {
    crate::door::roles::change(org.clone(), id, &name, &description, &permissions).await?;
    leptos_axum::redirect(&format!("/o/{org}/roles?done=role-changed"));
    Ok(())
}

/// Removes a role.
#[server(prefix = "/fn", endpoint = "roles/remove")]
pub(crate) async fn remove_role(org: String, id: RoleId) -> Result<(), PortalError> {
    crate::door::roles::remove(org.clone(), id).await?;
    leptos_axum::redirect(&format!("/o/{org}/roles?done=role-removed"));
    Ok(())
}
