//! The only place where an error becomes HTTP. A [`Problem`] says what happened; the route's [`Family`] says in which shape
//! its clients read it, so a handler never thinks about bodies of errors.

mod family;
mod from_error;

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

pub use family::Family;

use crate::request_facts;

/// Why a request was not done. The sentence is for the client; causes stay in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// HTTP status.
    pub status: u16,
    /// A stable word for programs.
    pub code: &'static str,
    /// A sentence for people.
    pub text: String,
    /// The field that it is about, when there is one.
    pub field: Option<&'static str>,
    /// Where in the body it is, as a JSON pointer, for clients that are told so.
    pub pointer: Option<String>,
    /// What would be taken there, when that is a short list.
    pub supported: &'static [&'static str],
    /// Seconds after which another try makes sense.
    pub retry_after: Option<u64>,
    /// Whether the client is asked for Basic credentials.
    pub challenge: bool,
}

impl Problem {
    /// A problem with a status, a stable code and a sentence.
    pub fn new(status: u16, code: &'static str, text: impl Into<String>) -> Self {
        Self { status, code, text: text.into(), field: None, pointer: None, supported: &[], retry_after: None, challenge: false }
    }

    /// What was sent in `field` is not what this takes.
    pub fn invalid(field: &'static str, problem: impl std::fmt::Display) -> Self {
        Self { field: Some(field), ..Self::new(400, "invalid_request", format!("{field}: {problem}")) }
    }

    /// It does not exist, or the caller may not know that it does.
    pub fn not_found() -> Self {
        Self::new(404, "not_found", "There is nothing here under this id.")
    }

    /// Asks for Basic credentials too.
    #[must_use]
    pub fn with_challenge(mut self) -> Self {
        self.challenge = true;
        self
    }

    /// The answer in the shape that the family's clients read.
    pub fn render(&self, family: Family, request_id: &str) -> Response {
        let mut response = Response::new(Body::from(family.body(self, request_id).to_string()));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        self.write_headers(family, &mut response);
        response.extensions_mut().insert(self.clone());
        response
    }

    fn write_headers(&self, family: Family, response: &mut Response) {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(family.content_type()));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.challenge {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"AxonFlow\", charset=\"UTF-8\""));
        }
    }
}

/// The general shape; [`speak`] puts the family's in its place.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.render(Family::Problem, "")
    }
}

/// Layer of a group of routes: every refusal inside it leaves in the group's shape, whoever made it.
pub async fn speak(family: Family, request: Request, next: Next) -> Response {
    let request_id = request_facts::of(request.extensions()).request_id.clone();
    let response = next.run(request).await;
    let is_spoken = response.extensions().get::<Spoken>().is_some();
    let Some(problem) = refusal_in(&response).filter(|_| !is_spoken) else { return response };
    let mut rendered = problem.render(family, &request_id);
    rendered.extensions_mut().insert(Spoken);
    for (name, value) in response.headers() {
        if name.as_str().starts_with("x-") {
            rendered.headers_mut().append(name, value.clone());
        }
    }
    rendered
}

/// Marks an answer that an inner group has put into its shape.
#[derive(Clone, Copy)]
struct Spoken;

/// The problem that an answer carries; a refusal that a framework wrote as plain text becomes one.
fn refusal_in(response: &Response) -> Option<Problem> {
    if let Some(problem) = response.extensions().get::<Problem>() {
        return Some(problem.clone());
    }
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_json = kind.starts_with("application/json") || kind.contains("+json");
    let plain = (status.is_client_error() || status.is_server_error()) && !is_json;
    plain.then(|| foreign(status))
}

fn foreign(status: StatusCode) -> Problem {
    match status.as_u16() {
        404 => Problem::not_found(),
        405 => Problem::new(405, "method_not_allowed", "This path exists and does not take this method."),
        status @ 400..=499 => Problem::new(status, "invalid_request", "The request is not what this route takes."),
        status => Problem::new(status, "broken", "Something broke on our side."),
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;
    use serde_json::{Value, json};

    use super::*;

    async fn rendered(problem: &Problem, family: Family) -> (u16, Value) {
        let response = problem.render(family, "0193");
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&bytes).unwrap())
    }

    #[tokio::test]
    async fn each_family_has_its_shape() {
        let problem = Problem::from(governance::Error::Conflict("Anna decided this first.".to_owned()));

        let text = "Anna decided this first.";
        for (family, body) in [
            (Family::Agent, json!({"success": false, "error": text, "message": text, "code": "conflict", "request_id": "0193"})),
            (Family::Coded, json!({"success": false, "error": {"code": 409, "message": text}, "message": text, "request_id": "0193"})),
            (
                Family::CodedDetails,
                json!({"success": false, "error": {"code": "CONFLICT", "message": text, "details": []}, "message": text, "request_id": "0193"}),
            ),
            (
                Family::McpCheck,
                json!({"allowed": false, "block_reason": text, "success": false, "error": text, "message": text, "code": "conflict",
                    "redaction_evaluated": false, "request_id": "0193"}),
            ),
            (Family::AuthZen, json!({"code": "conflict", "message": text, "request_id": "0193"})),
            (
                Family::Problem,
                json!({"type": "urn:axonflow:problem:conflict", "title": "Conflict", "status": 409, "detail": text, "request_id": "0193"}),
            ),
        ] {
            assert_eq!(rendered(&problem, family).await, (409, body), "{family:?}");
        }
    }

    #[tokio::test]
    async fn a_field_is_named_where_the_shape_has_a_place_for_it() {
        let problem = Problem::from(governance::Error::Invalid(model::Invalid::new("pattern", "is not a regular expression")));

        let (status, body) = rendered(&problem, Family::CodedDetails).await;

        assert_eq!(status, 400);
        assert_eq!(body["error"]["details"], json!([{"field": "pattern", "message": "pattern: is not a regular expression"}]));
    }

    #[tokio::test]
    async fn a_refused_evaluation_says_where_and_what_would_be_taken() {
        let place = Problem {
            pointer: Some("/evaluation/action/name".to_owned()),
            supported: &["tool.call"],
            ..Problem::new(400, "unsupported_action", "No.")
        };
        let unreadable = Problem::new(400, "invalid_json", "No.");
        let away = Problem::from(governance::Error::Unavailable("gone".into()));

        let body = json!({"code": "unsupported_action", "message": "No.", "pointer": "/evaluation/action/name", "supported": ["tool.call"], "request_id": "0193"});
        assert_eq!(rendered(&place, Family::AuthZen).await, (400, body));
        assert_eq!(rendered(&unreadable, Family::AuthZen).await.1["code"], "malformed_envelope");
        assert_eq!(rendered(&away, Family::AuthZen).await.1["code"], "evaluation_unavailable");
    }

    #[tokio::test]
    async fn what_broke_inside_stays_inside() {
        let cause = std::io::Error::other("relation public.orgs does not exist at src/orgs.rs:12");

        let (status, body) = rendered(&Problem::from(governance::Error::broken(cause)), Family::Agent).await;

        assert_eq!(status, 500);
        assert_eq!(body["error"], "Something broke on our side. The request id finds it in the log.");
    }

    #[test]
    fn refusals_say_when_to_come_back_and_how_to_come_in() {
        let limited = Problem::from(governance::Error::TooMany { retry_after_seconds: 7 }).render(Family::Agent, "");
        let away = Problem::from(governance::Error::Unavailable("gone".into())).render(Family::Agent, "");
        let stranger = Problem::from(governance::Error::Unauthenticated("no")).with_challenge().render(Family::Agent, "");

        assert_eq!((limited.status().as_u16(), limited.headers()["retry-after"].to_str().unwrap()), (429, "7"));
        assert_eq!((away.status().as_u16(), away.headers()["retry-after"].to_str().unwrap()), (503, "1"));
        assert_eq!(stranger.status().as_u16(), 401);
        assert!(stranger.headers()["www-authenticate"].to_str().unwrap().starts_with("Basic"));
    }

    #[tokio::test]
    async fn a_frameworks_plain_refusal_becomes_json() {
        let plain = (StatusCode::BAD_REQUEST, "Invalid URL: Cannot parse `x` to a `uuid::Uuid`").into_response();

        let problem = refusal_in(&plain).unwrap();

        assert_eq!((problem.status, problem.text.as_str()), (400, "The request is not what this route takes."));
        assert_eq!(refusal_in(&(StatusCode::FORBIDDEN, axum::Json(json!({"allowed": false}))).into_response()), None);
        assert_eq!(refusal_in(&StatusCode::NO_CONTENT.into_response()), None);
    }
}
