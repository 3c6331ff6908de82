use axum::{
    Json,
    http::{HeaderName, HeaderValue},
    response::{IntoResponse, Response},
};
use gate::{AnyClient, problem::Problem};
use governance::audit::ReadScope;
use serde::Serialize;

const HEADER: HeaderName = HeaderName::from_static("x-axonflow-read-scope");

/// How much of the trail this client may read.
pub(super) fn of(client: &AnyClient) -> ReadScope {
    ReadScope::of(client.caller.permissions, client.reader.as_ref())
}

/// The answer, and how much it could show: an SDK tells "nothing there" from "not for you" by it.
pub(super) fn answer(scope: &ReadScope, outcome: Result<impl Serialize, Problem>) -> Response {
    let mut response = outcome.map(Json).into_response();
    response.headers_mut().insert(HEADER, HeaderValue::from_static(scope.as_str()));
    response
}
