//! What a person typed into a form that was refused. A form that a script sends never loses it; for a plain
//! one it waits in a cookie for the next page, because an address is logged and kept.

use leptos::prelude::*;
#[cfg(any(feature = "ssr", test))]
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Characters kept at most; a longer text would not fit into a cookie.
#[cfg(any(feature = "ssr", test))]
const LONGEST: usize = 600;
/// Seconds that the text waits for the page that shows it again.
#[cfg(any(feature = "ssr", test))]
const WAITS: u32 = 60;

/// Keeps what was typed into `field` for the page that shows the refusal.
#[cfg(feature = "ssr")]
pub(crate) fn keep(field: &str, text: &str) {
    if crate::contexts::is_plain_form() && !text.trim().is_empty() {
        set_cookie(&cookie(field, text, WAITS));
    }
}

/// What was typed into `field` before the form was refused, once.
pub(crate) fn take(field: &'static str) -> Option<String> {
    SharedValue::new(move || read(field)).into_inner()
}

#[cfg(feature = "ssr")]
fn read(field: &str) -> Option<String> {
    let parts = use_context::<http::request::Parts>()?;
    let headers = parts.headers.get_all(http::header::COOKIE);
    let text = headers.iter().filter_map(|value| value.to_str().ok()).find_map(|line| find(field, line))?;
    set_cookie(&cookie(field, "", 0));
    Some(text)
}

#[cfg(not(feature = "ssr"))]
fn read(_field: &str) -> Option<String> {
    None
}

#[cfg(feature = "ssr")]
fn set_cookie(cookie: &str) {
    if let (Some(response), Ok(value)) = (use_context::<leptos_axum::ResponseOptions>(), http::HeaderValue::from_str(cookie)) {
        response.append_header(http::header::SET_COOKIE, value);
    }
}

#[cfg(any(feature = "ssr", test))]
fn cookie(field: &str, text: &str, seconds: u32) -> String {
    let text: String = text.chars().take(LONGEST).collect();
    let text = utf8_percent_encode(&text, NON_ALPHANUMERIC);
    format!("typed-{field}={text}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict")
}

#[cfg(any(feature = "ssr", test))]
fn find(field: &str, cookies: &str) -> Option<String> {
    let name = format!("typed-{field}");
    let (_, text) = cookies.split(';').filter_map(|pair| pair.trim().split_once('=')).find(|(key, _)| *key == name)?;
    percent_decode_str(text).decode_utf8().ok().map(|text| text.into_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_back_whole_and_says_nothing_else_to_the_browser() {
        let text = "Betrag; geprüft=ja, \"4471\"\r\nSet-Cookie: x=1";

        let cookie = cookie("reason", text, WAITS);

        assert!(cookie.is_ascii() && cookie.matches("Set-Cookie").count() == 0 && !cookie.contains(['\r', '\n']));
        assert_eq!(find("reason", &format!("theme=dark; {cookie}")).as_deref(), Some(text));
        assert_eq!(find("name", &cookie), None);
    }
}
