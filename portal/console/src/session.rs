use axum::{
    Extension, Form,
    extract::State,
    http::{HeaderValue, header::SET_COOKIE},
    response::{IntoResponse as _, Redirect, Response},
};
use gate::SecretString;
use governance::operators;
use model::RequestFacts;
use serde::Deserialize;
use std::sync::Arc;

use crate::{Console, caller::SignedIn, cookie, pages};

/// What the sign-in form sends. Its debug form must not exist: there is a password in it.
#[derive(Deserialize)]
pub(crate) struct Credentials {
    email: String,
    password: String,
    code: String,
}

/// `GET /signin`.
pub(crate) async fn page(State(console): State<Console>) -> Response {
    pages::sign_in(&console, "", None)
}

/// `POST /signin`.
pub(crate) async fn sign_in(
    State(console): State<Console>,
    Extension(facts): Extension<Arc<RequestFacts>>,
    Form(typed): Form<Credentials>,
) -> Response {
    let password = SecretString::new(typed.password);
    match operators::sign_in(&console.gov, &typed.email, password, &typed.code, &facts).await {
        Ok(value) => with_cookie(Redirect::to("/orgs"), cookie::kept(&value)),
        Err(error) => pages::sign_in(&console, &typed.email, Some(error)),
    }
}

/// `POST /signout`.
pub(crate) async fn sign_out(State(console): State<Console>, SignedIn(who): SignedIn) -> Response {
    match operators::sign_out(&console.gov, &who).await {
        Ok(()) => with_cookie(Redirect::to("/signin"), cookie::gone()),
        Err(error) => pages::refused(&console, Some(&who), error),
    }
}

fn with_cookie(to: Redirect, cookie: Option<HeaderValue>) -> Response {
    let mut response = to.into_response();
    if let Some(cookie) = cookie {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
