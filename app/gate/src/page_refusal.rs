use axum::{
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};

use crate::problem::Problem;

/// A refusal on a route that a person opens in the browser and that is no page: one sentence of plain text.
#[derive(Debug)]
pub struct PageRefusal(Problem);

impl From<governance::Error> for PageRefusal {
    fn from(error: governance::Error) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for PageRefusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, self.0.text).into_response();
        if let Some(seconds) = self.0.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use governance::Error;

    use super::*;

    fn check(error: Error, status: u16) {
        assert_eq!(PageRefusal::from(error).into_response().status().as_u16(), status);
    }

    #[test]
    fn refusals_have_the_status_that_the_api_has() {
        check(Error::NotFound, 404);
        check(Error::Unauthenticated("x"), 401);
        check(Error::lacks(model::Permission::KeysRead), 403);
        check(Error::broken("x"), 500);
    }

    #[test]
    fn a_wait_is_said_in_the_header_too() {
        let response = PageRefusal::from(Error::TooMany { retry_after_seconds: 7 }).into_response();

        assert_eq!(response.headers()[RETRY_AFTER], "7");
    }
}
