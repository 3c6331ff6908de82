use gate::Door;
use governance::Error;

use crate::PortalError;

/// What the page says; causes stay in the log, under the request id.
pub(super) fn refused(door: &Door, error: Error) -> PortalError {
    match error {
        Error::NotFound => PortalError::NotFound,
        Error::Conflict(sentence) => PortalError::Conflict(sentence),
        Error::Refused(sentence) | Error::PlanNeeded(sentence) => PortalError::Refused(sentence),
        Error::Unauthenticated(_) | Error::KeyRefused(_) => PortalError::SignedOut,
        Error::Invalid(invalid) => PortalError::field_problem(invalid.field, sentence(&invalid.problem)),
        Error::TooMany { retry_after_seconds } => PortalError::Refused(too_many(retry_after_seconds)),
        Error::Unavailable(cause) | Error::Broken(cause) => broken(&door.facts().request_id, cause.as_ref()),
    }
}

/// Something broke on our side: told with the id that finds the log line.
pub(super) fn broken(request_id: &str, cause: impl std::fmt::Display) -> PortalError {
    tracing::error!(%cause, request_id, "a page could not be made");
    PortalError::Broken { request_id: request_id.to_owned() }
}

fn too_many(seconds: u64) -> String {
    let wait = if seconds > 90 { format!("{} minutes", seconds.div_ceil(60)) } else { format!("{seconds} seconds") };
    format!("Too many tries. Try again in {wait}.")
}

/// Rules say "is required"; a form says "This is required."
fn sentence(problem: &str) -> String {
    if problem.starts_with(char::is_lowercase) { format!("This {problem}.") } else { problem.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_become_sentences() {
        assert_eq!(sentence("is required"), "This is required.");
        assert_eq!(sentence("Codes change."), "Codes change.");
        assert_eq!(too_many(30), "Too many tries. Try again in 30 seconds.");
        assert_eq!(too_many(600), "Too many tries. Try again in 10 minutes.");
    }
}
