//! The way in: e-mail and password, then the second factor, or its set-up when a role asks for one.

mod by_passkey;
mod enrol;
mod factor;
mod forgot;
mod password;
mod reset;

pub(crate) use enrol::EnrolPage;
pub(crate) use factor::{CodeField, FactorPage};
pub(crate) use forgot::ForgotPage;
pub(crate) use password::SignInPage;
pub(crate) use reset::ResetPage;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Carries through the steps where the person wanted to go; the server checks it at the end.
#[component]
fn NextField() -> impl IntoView {
    let next = next_page();
    view! { <input type="hidden" name="next" value=next /> }
}

/// Where the person wanted to go, as the address says; empty when it does not.
fn next_page() -> Memo<String> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|q| q.get("next").unwrap_or_default()))
}
