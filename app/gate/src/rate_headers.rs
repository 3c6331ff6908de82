//! Rate limits in the headers of every answer, so that a client can slow down before it is refused.

use axum::{
    http::{HeaderName, HeaderValue, header::RETRY_AFTER},
    response::Response,
};
use governance::limits::Allowance;
use time::OffsetDateTime;

use crate::{problem::Problem, request_facts::Noted};

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// Writes what extractors noted; a refusal says that nothing is left and when something will be.
pub fn write(noted: &Noted, now: OffsetDateTime, response: &mut Response) {
    if let Some(Allowance { limit, remaining, reset_at_epoch }) = noted.allowance() {
        put(response, LIMIT, HeaderValue::from(limit));
        put(response, REMAINING, HeaderValue::from(remaining));
        put(response, RESET, HeaderValue::from(reset_at_epoch));
        return;
    }
    let Some(seconds) = response.extensions().get::<Problem>().filter(|p| p.status == 429).and_then(|p| p.retry_after) else { return };
    put(response, REMAINING, HeaderValue::from(0_u32));
    put(response, RESET, HeaderValue::from(now.unix_timestamp().saturating_add_unsigned(seconds)));
    put(response, RETRY_AFTER, HeaderValue::from(seconds));
}

fn put(response: &mut Response, name: HeaderName, value: HeaderValue) {
    response.headers_mut().insert(name, value);
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse;
    use time::macros::datetime;

    use super::*;

    fn headers(noted: &Noted, response: impl IntoResponse) -> Vec<(String, String)> {
        let mut response = response.into_response();
        write(noted, datetime!(2026-01-01 00:00 UTC), &mut response);
        let limits = response.headers().iter().filter(|(name, _)| name.as_str().contains("ratelimit"));
        limits.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect()
    }

    #[test]
    fn what_is_left_is_told() {
        let noted = Noted::default();
        noted.note_allowance(Allowance { limit: 1000, remaining: 7, reset_at_epoch: 1_767_225_661 });

        let told = headers(&noted, ());

        assert_eq!(told.len(), 3);
        assert!(told.contains(&("x-ratelimit-remaining".to_owned(), "7".to_owned())), "{told:?}");
    }

    #[test]
    fn a_refusal_says_when_to_come_back() {
        let problem = Problem::from(governance::Error::TooMany { retry_after_seconds: 5 });

        let told = headers(&Noted::default(), problem);

        assert!(told.contains(&("x-ratelimit-remaining".to_owned(), "0".to_owned())), "{told:?}");
        assert!(told.contains(&("x-ratelimit-reset".to_owned(), "1767225605".to_owned())), "{told:?}");
        assert_eq!(headers(&Noted::default(), ()), []);
    }
}
