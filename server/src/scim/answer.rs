use std::any::Any;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use governance::directory::{Shown, schemas};
use scim::{Error, Kind, Problem, Projection};
use serde_json::Value;

/// What came of a call, in words, for the log of calls; travels beside the answer.
#[derive(Debug, Clone)]
pub(super) struct Detail(pub(super) String);

/// A refusal in SCIM's words.
#[derive(Debug)]
pub(super) struct Refused(Error);

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Self(error) = self;
        let mut response = json(error.problem.status(), &error.to_json());
        if error.problem == Problem::Unauthorized {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Problem::TooOften { retry_after_seconds } = error.problem {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after_seconds));
        }
        response.extensions_mut().insert(Detail(error.detail));
        response
    }
}

/// A document.
pub(super) fn document(body: &Value) -> Response {
    json(200, body)
}

/// A resource after a call, cut to what was asked for.
pub(super) fn resource(status: u16, kind: Kind, mut shown: Shown, projection: &Projection) -> Result<Response, Refused> {
    projection.apply(schemas()?, kind, &mut shown.resource);
    let mut response = if status == 204 { StatusCode::NO_CONTENT.into_response() } else { json(status, &Value::Object(shown.resource)) };
    let tag = HeaderValue::from_str(&shown.entity_tag.to_string());
    tag.into_iter().for_each(|tag| drop(response.headers_mut().insert(header::ETAG, tag)));
    if status == 201 {
        let location = HeaderValue::from_str(&shown.location);
        location.into_iter().for_each(|location| drop(response.headers_mut().insert(header::LOCATION, location)));
    }
    response.extensions_mut().insert(Detail(shown.detail));
    Ok(response)
}

/// A handler panicked: a fault of ours, told as one.
pub(super) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    metrics::counter!("axonflow_http_panics_total").increment(1);
    tracing::error!("a handler panicked");
    Refused(Problem::Internal.because("Something broke on our side. The request id finds it in the log.")).into_response()
}

fn json(status: u16, body: &Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, "application/scim+json")], body.to_string()).into_response()
}
