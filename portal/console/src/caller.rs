use axum::{
    extract::FromRequestParts,
    http::request::Parts,
    response::{IntoResponse as _, Redirect, Response},
};
use gate::{problem::Problem, request_facts};
use governance::operators::{self, Operator};

use crate::{Console, cookie, pages};

/// An operator with a live session; anybody else is sent to the sign-in.
pub(crate) struct SignedIn(pub(crate) Operator);

impl FromRequestParts<Console> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, console: &Console) -> Result<Self, Response> {
        let facts = request_facts::of(&parts.extensions);
        let Some(value) = cookie::value(&parts.headers) else { return Err(to_sign_in()) };
        let found = operators::here(&console.gov, value, &facts).await.map_err(|error| pages::refused(console, None, error))?;
        found.map(Self).ok_or_else(to_sign_in)
    }
}

fn to_sign_in() -> Response {
    Redirect::to("/signin").into_response()
}

const HEADER: &str = "x-admin-api-key";

/// Whoever sends the key of the operators' API. Where none is configured there is no such API.
pub(crate) struct AdminKey(pub(crate) Operator);

impl FromRequestParts<Console> for AdminKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, console: &Console) -> Result<Self, Problem> {
        if console.gov.parts.settings.admin_key.is_none() {
            return Err(Problem::new(404, "no_such_endpoint", "There is no such endpoint."));
        }
        let facts = request_facts::of(&parts.extensions);
        let mut keys = parts.headers.get_all(HEADER).iter();
        let key = keys.next().filter(|_| keys.next().is_none()).and_then(|key| key.to_str().ok()).unwrap_or_default();
        let found = operators::by_admin_key(&console.gov, key, &facts).await?;
        found.map(Self).ok_or_else(|| Problem::new(401, "unauthenticated", "Send the key of the operators' API as X-Admin-API-Key."))
    }
}
