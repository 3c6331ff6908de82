use leptos::prelude::*;
use model::views::InvitationView;

#[cfg(feature = "ssr")]
use super::typed;
use crate::PortalError;

/// What the link of an invitation leads to.
#[server(prefix = "/fn", endpoint = "joining/invitation")]
pub(crate) async fn read_invitation(token: String) -> Result<InvitationView, PortalError> {
    crate::door::joining::invitation(token).await
}

/// Makes the account that an invitation is for, and goes on with signing in.
#[server(prefix = "/fn", endpoint = "joining/new-account")]
pub(crate) async fn accept_with_new_account(token: String, name: String, password: String) -> Result<(), PortalError> {
    let step = crate::door::joining::accept_new_account(token, name.clone(), password).await.inspect_err(|_| typed::keep("name", &name))?;
    crate::door::onward(step, "");
    Ok(())
}

/// Makes whoever is signed in a member.
#[server(prefix = "/fn", endpoint = "joining/accept")]
pub(crate) async fn accept_invitation(token: String) -> Result<(), PortalError> {
    let org = crate::door::joining::accept_invitation(token).await?;
    leptos_axum::redirect(&format!("/o/{org}?done=joined"));
    Ok(())
}

/// Mails a link for a new password, when somebody has this address.
#[server(prefix = "/fn", endpoint = "joining/forgot")]
pub(crate) async fn ask_password_reset(email: String) -> Result<(), PortalError> {
    crate::door::joining::ask_reset(email.clone()).await.inspect_err(|_| typed::keep("email", &email))?;
    leptos_axum::redirect("/signin/forgot?sent=1");
    Ok(())
}

/// Whether the link for a new password is good.
#[server(prefix = "/fn", endpoint = "joining/reset-open")]
pub(crate) async fn read_password_reset(token: String) -> Result<bool, PortalError> {
    crate::door::joining::reset_is_open(token).await
}

/// Sets the new password.
#[server(prefix = "/fn", endpoint = "joining/reset")]
pub(crate) async fn reset_password(token: String, password: String) -> Result<(), PortalError> {
    crate::door::joining::reset_password(token, password).await?;
    leptos_axum::redirect("/signin?done=password-reset");
    Ok(())
}
