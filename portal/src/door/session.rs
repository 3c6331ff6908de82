use governance::sso::WayOut;
use http::{HeaderValue, header::SET_COOKIE};
use leptos::prelude::use_context;
use model::{
    KeyId, Permission,
    views::{FactorWays, QueueFilter, QueueHalf, QueueOrder, SignInStep, TotpSetup, Viewer},
};

use super::{OrRefuse as _, door, refusal::refused};
use crate::{PortalError, contexts::Theme, pages::account::browser_name};

/// The signed-in person in the organisation with this short name.
pub(crate) async fn viewer(org: String) -> Result<Viewer, PortalError> {
    let door = door()?;
    door.viewer(Some(&org)).await.or_refuse(&door)
}

/// The short name of an organisation that the person belongs to, if any.
pub(crate) async fn first_org() -> Result<Option<String>, PortalError> {
    let door = door()?;
    match door.viewer(None).await {
        Ok(viewer) => Ok(Some(viewer.org_slug)),
        Err(governance::Error::NotFound) => Ok(None),
        Err(error) => Err(refused(&door, error)),
    }
}

/// Titles and addresses of what the organisation has under these words: an id, a key's name, a waiting call.
pub(crate) async fn search(org: String, q: String) -> Result<Vec<(String, String)>, PortalError> {
    let door = door()?;
    let viewer = door.viewer(Some(&org)).await.or_refuse(&door)?;
    let words = q.trim().to_lowercase();
    let mut found = Vec::new();
    if words.is_empty() {
        return Ok(found);
    }
    if viewer.may(Permission::KeysRead) {
        found.extend(keys_like(&org, &words).await?);
    }
    if viewer.may(Permission::HoldsRead) {
        found.extend(approvals_like(&org, &words).await?);
    }
    if viewer.may(Permission::AuditReadAll) && words.parse::<model::DecisionId>().is_ok() {
        found.push((format!("Decision {words}"), format!("/o/{org}/decisions/{words}")));
    }
    Ok(found)
}

async fn keys_like(org: &str, words: &str) -> Result<Vec<(String, String)>, PortalError> {
    let keys = super::keys::keys(org.to_owned()).await?;
    let wanted = KeyId::from_client_id(words);
    let fits = keys.into_iter().filter(|key| key.name.to_lowercase().contains(words) || Some(key.id) == wanted);
    Ok(fits.map(|key| (format!("{}, API key", key.name), format!("/o/{org}/keys"))).collect())
}

async fn approvals_like(org: &str, words: &str) -> Result<Vec<(String, String)>, PortalError> {
    let half = |half| QueueFilter { half, severity: None, order: QueueOrder::Due, after: None };
    let waiting = super::approvals::approvals(org.to_owned(), half(QueueHalf::Waiting)).await?;
    let closed = super::approvals::approvals(org.to_owned(), half(QueueHalf::History)).await?;
    let fits = waiting
        .items
        .into_iter()
        .chain(closed.items)
        .filter(|line| line.title.to_lowercase().contains(words) || line.id.to_string() == words);
    Ok(fits.map(|line| (format!("{}, approval", line.title), format!("/o/{org}/approvals/{}", line.id))).collect())
}

/// Checks address and password.
pub(crate) async fn sign_in(email: String, password: String) -> Result<SignInStep, PortalError> {
    let door = door()?;
    door.sign_in(&email, gate::SecretString::new(password)).await.or_refuse(&door)
}

/// Checks a code of the authenticator, or a recovery code.
pub(crate) async fn sign_in_factor(code: String) -> Result<SignInStep, PortalError> {
    let door = door()?;
    door.sign_in_factor(&code).await.or_refuse(&door)
}

/// Begins the forced set-up of a second factor; asking again gives the same until it is proved.
pub(crate) async fn sign_in_enrol_start() -> Result<TotpSetup, PortalError> {
    let door = door()?;
    door.sign_in_enrol_start().await.or_refuse(&door)?.ok_or(PortalError::SignedOut)
}

/// Proves the forced second factor.
pub(crate) async fn sign_in_enrol(code: String) -> Result<SignInStep, PortalError> {
    let door = door()?;
    door.sign_in_enrol(&code).await.or_refuse(&door)
}

/// What the browser's script is given to sign in by a passkey alone.
pub(crate) async fn start_sign_in_by_passkey() -> Result<String, PortalError> {
    let door = door()?;
    door.start_sign_in_by_passkey().await.or_refuse(&door)
}

/// Signs in whoever the passkey belongs to.
pub(crate) async fn sign_in_by_passkey(answer: String) -> Result<SignInStep, PortalError> {
    let door = door()?;
    door.sign_in_by_passkey(&answer).await.or_refuse(&door)
}

/// By what the second step can be done.
pub(crate) async fn sign_in_ways() -> Result<FactorWays, PortalError> {
    let door = door()?;
    door.sign_in_ways().await.or_refuse(&door)
}

/// What the browser's script is given to do the second step by a passkey.
pub(crate) async fn start_sign_in_factor_by_passkey() -> Result<String, PortalError> {
    let door = door()?;
    door.start_sign_in_factor_by_passkey().await.or_refuse(&door)?.ok_or(PortalError::SignedOut)
}

/// Takes a passkey as the second factor.
pub(crate) async fn sign_in_factor_by_passkey(answer: String) -> Result<SignInStep, PortalError> {
    let door = door()?;
    door.sign_in_factor_by_passkey(&answer).await.or_refuse(&door)
}

/// What the browser's script is given to make a passkey for the forced second factor.
pub(crate) async fn start_sign_in_enrol_by_passkey() -> Result<String, PortalError> {
    let door = door()?;
    door.start_sign_in_enrol_by_passkey().await.or_refuse(&door)?.ok_or(PortalError::SignedOut)
}

/// Takes that passkey, under the name of the browser that made it.
pub(crate) async fn sign_in_enrol_by_passkey(answer: String) -> Result<SignInStep, PortalError> {
    let door = door()?;
    let name = door.facts().user_agent.as_deref().map_or_else(|| "First device".to_owned(), browser_name);
    door.sign_in_enrol_by_passkey(&answer, &name).await.or_refuse(&door)
}

/// Ends this browser's session; answers how to sign out at the provider too by which it came.
pub(crate) async fn sign_out() -> Result<Option<WayOut>, PortalError> {
    let door = door()?;
    door.sign_out().await.or_refuse(&door)
}

/// Remembers the theme for a year.
pub(crate) async fn set_theme(theme: Theme) -> Result<Theme, PortalError> {
    let cookie = format!("{}={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly", Theme::COOKIE, theme.as_str());
    if let (Some(response), Ok(cookie)) = (use_context::<leptos_axum::ResponseOptions>(), HeaderValue::from_str(&cookie)) {
        response.append_header(SET_COOKIE, cookie);
    }
    Ok(theme)
}
