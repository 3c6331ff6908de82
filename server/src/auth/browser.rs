//! The cookie that says which browser began a sign-in. Two names: an answer by form needs a cookie that other sites' forms
//! carry, an answer by redirect does not, and gets the stricter one.

use axum::http::{HeaderMap, HeaderValue, header::SET_COOKIE};
use gate::{SecretString, cookies};
use sso::random_handle;

/// A little longer than a provider may take.
const SECONDS: u32 = 660;
/// What [`random_handle`] makes.
const CHARS: usize = 43;

/// How a provider answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answers {
    /// By a form that its page sends.
    ByForm,
    /// By a redirect.
    ByRedirect,
}

impl Answers {
    const fn cookie(self) -> &'static str {
        match self {
            Self::ByForm => "__Host-axonflow-saml",
            Self::ByRedirect => "__Host-axonflow-oidc",
        }
    }

    const fn same_site(self) -> &'static str {
        match self {
            Self::ByForm => "None",
            Self::ByRedirect => "Lax",
        }
    }
}

/// What the browser's cookie says, when it is one of ours.
pub(super) fn known(headers: &HeaderMap, answers: Answers) -> Option<SecretString> {
    let value = cookies::value(headers, answers.cookie())?;
    let fits = value.len() == CHARS && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    fits.then(|| SecretString::new(value.to_owned()))
}

/// The browser's own value, or a new one; a sign-in in another tab keeps working.
pub(super) fn known_or_new(headers: &HeaderMap, answers: Answers) -> SecretString {
    known(headers, answers).unwrap_or_else(|| random_handle(&mut rand::rng()))
}

/// Sets the cookie.
pub(super) fn remember(headers: &mut HeaderMap, answers: Answers, value: &SecretString) {
    let (name, same_site) = (answers.cookie(), answers.same_site());
    let cookie = format!("{name}={}; Path=/; Max-Age={SECONDS}; Secure; HttpOnly; SameSite={same_site}", value.expose());
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        headers.append(SET_COOKIE, cookie);
    }
}
