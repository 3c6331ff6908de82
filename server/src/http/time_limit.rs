use std::time::Duration;

use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use gate::problem::Problem;

/// An SDK waits longer than this; an answer that takes longer is better refused while it can still be told.
const MOST: Duration = Duration::from_secs(15);

/// Layer that gives every request a total time; when it is over the work is dropped.
pub async fn within_time(request: Request, next: Next) -> Response {
    tokio::time::timeout(MOST, next.run(request)).await.unwrap_or_else(|_| {
        let problem = Problem::new(503, "too_slow", "The answer took too long and was given up. Nothing was allowed.");
        Problem { retry_after: Some(1), ..problem }.into_response()
    })
}
