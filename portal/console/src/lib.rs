//! The platform console: what operators see and ask for, on a host name of its own.
//!
//! Must not know: SQL, the pool that bypasses row-level security, what is inside an organisation. Every read carries the operator's
//! proof to the database; every change is a job for the worker. Pages are drawn whole on the server and run no script at all, so their
//! policy allows none. To add a page: a route here, a file in `pages`; to add a call of the API: a file in `api`.

#![recursion_limit = "256"]

mod access;
mod api;
mod caller;
mod cookie;
mod forms;
mod host;
mod orgs;
mod pages;
mod session;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    response::{IntoResponse as _, Redirect},
    routing::{get, post},
};
use gate::problem::Problem;
use governance::Governance;

pub use host::ByHost;

/// The longest form and the longest body of the API, in bytes.
const MOST_BYTES: usize = 64 * 1024;

/// What every route works with.
#[derive(Clone)]
pub struct Console {
    /// The use cases.
    pub gov: Governance,
    /// Changes whenever the style sheet does.
    pub asset_version: Arc<str>,
}

/// Everything that answers on the console's host; what is not here is not found there.
pub fn router(console: Console) -> Router {
    let pages = Router::new()
        .route("/", get(|| async { Redirect::to("/orgs") }))
        .route("/signin", get(session::page).post(session::sign_in))
        .route("/signout", post(session::sign_out))
        .route("/orgs", get(orgs::list))
        .route("/orgs/new", get(orgs::new_page).post(orgs::create))
        .route("/orgs/{org}", get(orgs::detail))
        .route("/orgs/{org}/progress", get(orgs::progress))
        .route("/orgs/{org}/suspend", post(orgs::suspend))
        .route("/orgs/{org}/resume", post(orgs::resume))
        .route("/orgs/{org}/plan", post(orgs::plan))
        .route("/orgs/{org}/delete", post(orgs::delete))
        .route("/orgs/{org}/keep", post(orgs::keep))
        .route("/orgs/{org}/access", post(access::ask))
        .route("/orgs/{org}/inside", get(access::look))
        .route("/audit", get(orgs::audit));
    let nothing = || async { Problem::new(404, "no_such_page", "There is nothing here under this address.").into_response() };
    pages.merge(api::router()).fallback(nothing).layer(DefaultBodyLimit::max(MOST_BYTES)).with_state(console)
}
