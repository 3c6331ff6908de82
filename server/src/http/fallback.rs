use std::any::Any;

use axum::response::{IntoResponse, Response};
use gate::problem::Problem;

/// No route has this path. Never a redirect: SDKs do not follow them.
pub async fn unknown_route() -> Problem {
    Problem::new(404, "no_such_endpoint", "There is no such endpoint.")
}

/// A route has this path, with another method.
pub async fn method_not_allowed() -> Problem {
    Problem::new(405, "method_not_allowed", "This path exists and does not take this method.")
}

/// A handler panicked: a fault of ours, told as one.
pub fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    metrics::counter!("axonflow_http_panics_total").increment(1);
    tracing::error!("a handler panicked");
    Problem::new(500, "broken", "Something broke on our side. The request id finds it in the log.").into_response()
}
