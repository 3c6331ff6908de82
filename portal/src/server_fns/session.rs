use leptos::prelude::*;
use model::views::{FactorWays, Viewer};

#[cfg(feature = "ssr")]
use super::typed;
use crate::{PortalError, components::FactorSetup, contexts::Theme};

/// The signed-in person in one organisation.
#[server(prefix = "/fn", endpoint = "session/viewer")]
pub(crate) async fn read_viewer(org: String) -> Result<Viewer, PortalError> {
    crate::door::viewer(org).await
}

/// The page that a person starts on, in this organisation or in the first of theirs.
#[server(prefix = "/fn", endpoint = "session/landing")]
pub(crate) async fn find_landing(#[server(default)] org: String) -> Result<String, PortalError> {
    crate::door::landing(org).await
}

/// What the organisation has under these words: titles and addresses.
#[server(prefix = "/fn", endpoint = "session/search")]
pub(crate) async fn search(org: String, q: String) -> Result<Vec<(String, String)>, PortalError> {
    crate::door::search(org, q).await
}

/// The first step of signing in.
#[server(prefix = "/fn", endpoint = "session/sign-in")]
pub(crate) async fn sign_in(email: String, password: String, #[server(default)] next: String) -> Result<(), PortalError> {
    let step = crate::door::sign_in(email.clone(), password).await.inspect_err(|_| typed::keep("email", &email))?;
    crate::door::onward(step, &next);
    Ok(())
}

/// The second step: a code of the authenticator, or a recovery code.
#[server(prefix = "/fn", endpoint = "session/factor")]
pub(crate) async fn sign_in_factor(code: String, #[server(default)] next: String) -> Result<(), PortalError> {
    let step = crate::door::sign_in_factor(code).await?;
    crate::door::onward(step, &next);
    Ok(())
}

/// By what the second step can be done.
#[server(prefix = "/fn", endpoint = "session/factor-ways")]
pub(crate) async fn read_factor_ways() -> Result<FactorWays, PortalError> {
    crate::door::sign_in_ways().await
}

/// What the browser's script is given to do the second step by a passkey.
#[server(prefix = "/fn", endpoint = "session/factor-passkey-start")]
pub(crate) async fn start_factor_by_passkey() -> Result<String, PortalError> {
    crate::door::start_sign_in_factor_by_passkey().await
}

/// The second step by a passkey.
#[server(prefix = "/fn", endpoint = "session/factor-passkey")]
pub(crate) async fn factor_by_passkey(answer: String, #[server(default)] next: String) -> Result<(), PortalError> {
    let step = crate::door::sign_in_factor_by_passkey(answer).await?;
    crate::door::onward(step, &next);
    Ok(())
}

/// What the browser's script is given to sign in by a passkey alone.
#[server(prefix = "/fn", endpoint = "session/passkey-start")]
pub(crate) async fn start_by_passkey() -> Result<String, PortalError> {
    crate::door::start_sign_in_by_passkey().await
}

/// Signs in by a passkey alone.
#[server(prefix = "/fn", endpoint = "session/passkey")]
pub(crate) async fn sign_in_by_passkey(answer: String, #[server(default)] next: String) -> Result<(), PortalError> {
    let step = crate::door::sign_in_by_passkey(answer).await?;
    crate::door::onward(step, &next);
    Ok(())
}

/// What a person scans who must set up a second factor to get in.
#[server(prefix = "/fn", endpoint = "session/enrol-start")]
pub(crate) async fn start_sign_in_enrol() -> Result<FactorSetup, PortalError> {
    crate::door::sign_in_enrol_start().await.map(FactorSetup::of)
}

/// Proves the new second factor and finishes signing in; the recovery codes come next.
#[server(prefix = "/fn", endpoint = "session/enrol")]
pub(crate) async fn sign_in_enrol(code: String, #[server(default)] next: String) -> Result<(), PortalError> {
    let step = crate::door::sign_in_enrol(code).await?;
    crate::door::onward_after_enrolment(step, &next);
    Ok(())
}

/// What the browser's script is given to make a passkey instead.
#[server(prefix = "/fn", endpoint = "session/enrol-passkey-start")]
pub(crate) async fn start_enrol_by_passkey() -> Result<String, PortalError> {
    crate::door::start_sign_in_enrol_by_passkey().await
}

/// Takes that passkey and finishes signing in; the recovery codes come next.
#[server(prefix = "/fn", endpoint = "session/enrol-passkey")]
pub(crate) async fn enrol_by_passkey(answer: String, #[server(default)] next: String) -> Result<(), PortalError> {
    let step = crate::door::sign_in_enrol_by_passkey(answer).await?;
    crate::door::onward_after_enrolment(step, &next);
    Ok(())
}

/// Ends this browser's session.
#[server(prefix = "/fn", endpoint = "session/sign-out")]
pub(crate) async fn sign_out() -> Result<(), PortalError> {
    let to = crate::door::sign_out().await?.map_or_else(
        || "/signed-out".to_owned(),
        |way| format!("/signed-out?by={}&org={}&connection={}&ticket={}", way.protocol, way.org, way.connection, way.ticket),
    );
    leptos_axum::redirect(&to);
    Ok(())
}

/// Remembers the theme in a cookie and answers what it now is.
#[server(prefix = "/fn", endpoint = "session/theme")]
pub(crate) async fn set_theme(theme: String) -> Result<Theme, PortalError> {
    crate::door::set_theme(Theme::parse(&theme)).await
}
