use leptos::prelude::*;
use model::{
    PasskeyId, SessionId,
    views::{AccountView, RecoveryCodes},
};

use crate::{PortalError, components::FactorSetup};

/// The account page.
#[server(prefix = "/fn", endpoint = "account/read")]
pub(crate) async fn read_account() -> Result<AccountView, PortalError> {
    crate::door::account().await
}

/// What to scan for a new second factor.
#[server(prefix = "/fn", endpoint = "account/factor-start")]
pub(crate) async fn start_factor() -> Result<FactorSetup, PortalError> {
    crate::door::start_factor().await.map(FactorSetup::of)
}

/// Proves the new second factor; the recovery codes come next.
#[server(prefix = "/fn", endpoint = "account/factor-confirm")]
pub(crate) async fn confirm_factor(code: String) -> Result<(), PortalError> {
    crate::door::confirm_factor(code).await?;
    leptos_axum::redirect("/account/recovery-codes?done=factor-on");
    Ok(())
}

/// The codes made last, once.
#[server(prefix = "/fn", endpoint = "account/recovery-codes")]
pub(crate) async fn read_recovery_codes() -> Result<Option<RecoveryCodes>, PortalError> {
    crate::door::recovery_codes().await
}

/// Replaces all recovery codes.
#[server(prefix = "/fn", endpoint = "account/recovery-codes-renew")]
pub(crate) async fn renew_recovery_codes(#[server(default)] code: String) -> Result<(), PortalError> {
    crate::door::new_recovery_codes(code).await?;
    leptos_axum::redirect("/account/recovery-codes?done=codes-renewed");
    Ok(())
}

/// Ends one session of the person.
#[server(prefix = "/fn", endpoint = "account/session-end")]
pub(crate) async fn end_session(session: SessionId) -> Result<(), PortalError> {
    crate::door::end_session(session).await?;
    leptos_axum::redirect("/account?done=session-ended");
    Ok(())
}

/// Ends every session of the person but this one.
#[server(prefix = "/fn", endpoint = "account/sessions-end-others")]
pub(crate) async fn end_other_sessions() -> Result<(), PortalError> {
    crate::door::end_other_sessions().await?;
    leptos_axum::redirect("/account?done=sessions-ended");
    Ok(())
}

/// Changes the password.
#[server(prefix = "/fn", endpoint = "account/password")]
pub(crate) async fn change_password(current: String, new: String) -> Result<(), PortalError> {
    crate::door::change_password(current, new).await?;
    leptos_axum::redirect("/account?done=password-changed");
    Ok(())
}

/// What the browser's script is given to make a passkey.
#[server(prefix = "/fn", endpoint = "account/passkey-start")]
pub(crate) async fn start_passkey() -> Result<String, PortalError> {
    crate::door::start_passkey().await
}

/// Adds the passkey that was made; somebody's first factor brings recovery codes.
#[server(prefix = "/fn", endpoint = "account/passkey-add")]
pub(crate) async fn add_passkey(answer: String, name: String) -> Result<(), PortalError> {
    let has_codes = crate::door::add_passkey(answer, name).await?;
    leptos_axum::redirect(if has_codes { "/account/recovery-codes?done=passkey-added" } else { "/account?done=passkey-added" });
    Ok(())
}

/// Removes a passkey.
#[server(prefix = "/fn", endpoint = "account/passkey-remove")]
pub(crate) async fn remove_passkey(passkey: PasskeyId) -> Result<(), PortalError> {
    crate::door::remove_passkey(passkey).await?;
    leptos_axum::redirect("/account?done=passkey-removed");
    Ok(())
}

/// Proves again who is signed in, by a code or the password.
#[server(prefix = "/fn", endpoint = "account/confirm")]
pub(crate) async fn confirm_self(secret: String) -> Result<(), PortalError> {
    crate::door::confirm(secret).await?;
    leptos_axum::redirect("/account?done=confirmed");
    Ok(())
}

/// What the browser's script is given to do the same by a passkey.
#[server(prefix = "/fn", endpoint = "account/confirm-passkey-start")]
pub(crate) async fn start_confirm_by_passkey() -> Result<String, PortalError> {
    crate::door::start_confirm_by_passkey().await
}

/// Does the same by a passkey.
#[server(prefix = "/fn", endpoint = "account/confirm-passkey")]
pub(crate) async fn confirm_by_passkey(answer: String) -> Result<(), PortalError> {
    crate::door::confirm_by_passkey(answer).await?;
    leptos_axum::redirect("/account?done=confirmed");
    Ok(())
}
