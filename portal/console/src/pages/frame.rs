use axum::{
    http::{
        HeaderValue, StatusCode,
        header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    },
    response::{IntoResponse as _, Response},
};
use governance::operators::Operator;
use leptos::prelude::*;

use crate::Console;

/// No script, no other host, forms to ourselves.
const POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

/// The logo; the portal draws the same file.
const MARK: &str = include_str!("../../../../assets/icons/mark.svg");

/// The pages of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Orgs,
    Audit,
    Elsewhere,
}

/// What is around a page.
pub(super) struct Page {
    pub(super) title: String,
    pub(super) place: Place,
    pub(super) status: StatusCode,
    /// Something is on its way: the page asks again after a moment, without a script.
    pub(super) asks_again: bool,
}

impl Page {
    pub(super) fn new(title: impl Into<String>, place: Place) -> Self {
        Self { title: title.into(), place, status: StatusCode::OK, asks_again: false }
    }
}

/// A page for a signed-in operator.
pub(super) fn framed(console: &Console, who: &Operator, page: &Page, body: AnyView) -> Response {
    let name = who.name.clone();
    let frame = view! {
        <div class="app">
            <a class="skip" href="#main">"Skip to content"</a>
            <aside class="platform-bar" aria-label="Operator notice">
                <b>"PLATFORM"</b>
                <span>"You act as an operator. What you do and open here is recorded."</span>
            </aside>
            <header class="topbar">
                <button class="btn btn-quiet btn-icon nav-toggle" type="button" popovertarget="sidenav" aria-label="Navigation">
                    <svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" aria-hidden="true">
                        <path d="M4 5h16M4 12h16M4 19h16" />
                    </svg>
                </button>
                {brand()}
                <div class="topbar-end">
                    <span class="small muted platform-who">{name}</span>
                    <form method="post" action="/signout"><button class="btn btn-quiet btn-sm">"Sign out"</button></form>
                </div>
            </header>
            <nav class="sidenav" id="sidenav" popover="auto" aria-label="Main">
                <ul>
                    {link("/orgs", "Organisations", page.place == Place::Orgs)}
                    {link("/audit", "Operator audit", page.place == Place::Audit)}
                </ul>
            </nav>
            <main class="main" id="main" tabindex="-1">{body}</main>
        </div>
    };
    drawn(console, page, frame.into_any())
}

fn link(href: &'static str, title: &'static str, is_here: bool) -> impl IntoView {
    view! { <li><a href=href aria-current=is_here.then_some("page")>{title}</a></li> }
}

pub(super) fn brand() -> impl IntoView {
    view! {
        <a class="brand" href="/orgs" aria-label="AxonFlow platform, organisations">
            <span class="brand-mark" inner_html=MARK></span>
            <span>"AxonFlow"</span>
        </a>
    }
}

/// The document around a page.
pub(super) fn drawn(console: &Console, page: &Page, body: AnyView) -> Response {
    let title = format!("{} · AxonFlow platform", page.title);
    let style = format!("/assets/app.css?v={}", console.asset_version);
    let again = page.asks_again.then(|| view! { <meta http-equiv="refresh" content="1" /> });
    let document = view! {
        <!DOCTYPE html>
        <html lang="en" data-shell="platform">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="robots" content="noindex" />
                {again}
                <title>{title}</title>
                <link rel="icon" href="/assets/icons/logo.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=style />
            </head>
            <body>{body}</body>
        </html>
    };
    let mut response = (page.status, document.to_html()).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}
