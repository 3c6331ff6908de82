//! The operator's cookie. It is sent to this host alone, never along with what another site began, and no script reads it.

use axum::http::{HeaderMap, HeaderValue};
use gate::{SecretString, cookies};

const NAME: &str = "__Host-axonflow-platform";
const KINDS: &str = "Path=/; HttpOnly; Secure; SameSite=Strict";

/// Its value, when there is one of it.
pub(crate) fn value(headers: &HeaderMap) -> Option<&str> {
    cookies::value(headers, NAME).filter(|value| !value.is_empty())
}

/// Sets it; it goes with the browser, and its real ends are in the database.
pub(crate) fn kept(value: &SecretString) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{NAME}={}; {KINDS}", value.expose())).ok()
}

/// Takes it away.
pub(crate) fn gone() -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{NAME}=; Max-Age=0; {KINDS}")).ok()
}
