use axum::{
    Form,
    extract::{Path, State},
    response::Response,
};
use governance::{Error, operators};

use crate::{
    Console,
    caller::SignedIn,
    forms::AskAccess,
    orgs::{answered, id},
    pages,
};

/// `POST /orgs/{org}/access`.
pub(crate) async fn ask(
    State(console): State<Console>,
    SignedIn(who): SignedIn,
    Path(org): Path<String>,
    Form(typed): Form<AskAccess>,
) -> Response {
    let Ok(org) = id(&org) else { return pages::refused(&console, Some(&who), Error::NotFound) };
    let answer = operators::ask_access(&console.gov, &who, org, &typed.reason, &typed.minutes).await;
    answered(&console, &who, org, answer, Some(typed.typed())).await
}

/// `GET /orgs/{org}/inside`.
pub(crate) async fn look(State(console): State<Console>, SignedIn(who): SignedIn, Path(org): Path<String>) -> Response {
    let Ok(org) = id(&org) else { return pages::refused(&console, Some(&who), Error::NotFound) };
    match operators::look(&console.gov, &who, org).await {
        Ok(inside) => pages::inside(&console, &who, org, &inside),
        Err(error) => pages::refused(&console, Some(&who), error),
    }
}
