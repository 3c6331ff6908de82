use axum::response::Response;
use governance::{Error, operators::Operator};
use leptos::prelude::*;

use super::{
    fields::Told,
    frame::{Page, Place, drawn, framed},
};
use crate::Console;

/// A page that says why there is none.
pub(crate) fn refused(console: &Console, who: Option<&Operator>, error: Error) -> Response {
    let told = Told::of(Some(error));
    let page = Page { status: told.status, ..Page::new("Not shown", Place::Elsewhere) };
    let body = view! {
        <div class="page page-narrow">
            <header class="page-head"><h1>"This cannot be shown"</h1></header>
            {told.notice()}
            <p><a href="/orgs">"Back to the organisations"</a></p>
        </div>
    };
    match who {
        Some(who) => framed(console, who, &page, body.into_any()),
        None => drawn(console, &page, view! { <main class="main">{body}</main> }.into_any()),
    }
}
