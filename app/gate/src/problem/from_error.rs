use governance::Error;

use super::Problem;

/// Exhaustive on purpose: a new kind of error has to say here what a client is told.
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let said = error.to_string();
        match error {
            Error::NotFound => Self::not_found(),
            Error::Conflict(text) => Self::new(409, "conflict", text),
            Error::Refused(text) => Self::new(403, "forbidden", text),
            Error::PlanNeeded(text) => Self::new(403, "plan_needed", text),
            Error::Unauthenticated(text) => Self::new(401, "unauthenticated", text),
            Error::KeyRefused(refusal) => Self::new(401, refusal.code(), said),
            Error::Invalid(invalid) => Self { field: Some(invalid.field), ..Self::new(400, "invalid_request", said) },
            Error::TooMany { retry_after_seconds } => {
                Self { retry_after: Some(retry_after_seconds), ..Self::new(429, "too_many_requests", said) }
            }
            Error::Unavailable(cause) => {
                tracing::warn!(cause = %chain(&*cause), "a request was refused because something is not available");
                Self { retry_after: Some(1), ..Self::new(503, "unavailable", "Temporarily unavailable: try again shortly.") }
            }
            Error::Broken(cause) => {
                tracing::error!(cause = %chain(&*cause), "a request broke");
                Self::new(500, "broken", "Something broke on our side. The request id finds it in the log.")
            }
        }
    }
}

/// The cause and what caused it, for the log.
fn chain(cause: &(dyn std::error::Error + 'static)) -> String {
    let mut text = cause.to_string();
    let mut next = cause.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}
