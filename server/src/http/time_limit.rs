use std::{future::Future, time::Duration};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use gate::{PageRefusal, problem::Problem};
use governance::{Error, Governance};

/// An SDK waits longer than this; an answer that takes longer is better refused while it can still be told.
const MOST: Duration = Duration::from_secs(15);

/// What has to answer also while the database does not.
const WITHOUT_DATABASE: [&str; 3] = ["/health", "/metrics", "/prometheus"];

/// Layer that gives every request of the API a total time, and none at all while the database does not answer; when it is
/// over the work is dropped.
pub async fn within_time(State(gov): State<Governance>, request: Request, next: Next) -> Response {
    if WITHOUT_DATABASE.contains(&request.uri().path()) {
        return next.run(request).await;
    }
    in_time(&gov, next.run(request)).await.unwrap_or_else(|late| match late {
        Late::Slow => {
            let problem = Problem::new(503, "too_slow", "The answer took too long and was given up. Nothing was allowed.");
            Problem { retry_after: Some(1), ..problem }.into_response()
        }
        Late::NoDatabase => Problem::from(no_database()).into_response(),
    })
}

/// The same for pages and what they send: a sentence for people.
pub async fn page_within_time(State(gov): State<Governance>, request: Request, next: Next) -> Response {
    in_time(&gov, next.run(request)).await.unwrap_or_else(|late| match late {
        Late::Slow => PageRefusal::from(Error::Unavailable("a page took too long".into())).into_response(),
        Late::NoDatabase => PageRefusal::from(no_database()).into_response(),
    })
}

/// Why there is no answer.
pub enum Late {
    /// It took too long.
    Slow,
    /// The database does not answer.
    NoDatabase,
}

/// Gives an answer its total time, and none at all while the database does not answer.
pub async fn in_time(gov: &Governance, answer: impl Future<Output = Response>) -> Result<Response, Late> {
    tokio::select! {
        answer = tokio::time::timeout(MOST, answer) => answer.map_err(|_| Late::Slow),
        () = gov.pulse.stops() => Err(Late::NoDatabase),
    }
}

fn no_database() -> Error {
    Error::Unavailable("the database does not answer".into())
}
