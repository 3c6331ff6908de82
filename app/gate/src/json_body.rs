//! JSON bodies as untrusted input: bounded in size, depth and time, one meaning only, refused in plain words.

mod plain_words;
mod shape;

use std::time::Duration;

use axum::{
    extract::{FromRequest, Request},
    http::{HeaderMap, header::CONTENT_TYPE},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use model::strict_json::{self, Nul};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::problem::Problem;

/// Larger bodies are refused.
pub const MAX_BYTES: usize = 1024 * 1024;
/// Slower bodies are refused.
const MAX_WAIT: Duration = Duration::from_secs(10);

/// A JSON body of the type `T`, and the same body exactly as it was sent.
#[derive(Debug, Clone)]
pub struct Body<T> {
    /// What the handler works with.
    pub value: T,
    /// What the client sent, for whatever has to hold for exactly this call.
    pub exact: Value,
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        refuse_other_types(&parts.headers)?;
        let collected = tokio::time::timeout(MAX_WAIT, Limited::new(body, MAX_BYTES).collect())
            .await
            .map_err(|_| Problem::new(408, "body_too_slow", "The body did not arrive within 10 seconds."))?
            .map_err(|error| unreadable(&*error))?;
        read(&collected.to_bytes())
    }
}

fn refuse_other_types(headers: &HeaderMap) -> Result<(), Problem> {
    let Some(sent) = headers.get(CONTENT_TYPE) else { return Ok(()) };
    let essence = sent.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if essence == "application/json" || essence.ends_with("+json") {
        return Ok(());
    }
    Err(Problem::new(415, "unsupported_media_type", "The body must be JSON: send Content-Type: application/json."))
}

fn unreadable(error: &(dyn std::error::Error + 'static)) -> Problem {
    let too_large = error.is::<LengthLimitError>() || error.source().is_some_and(|cause| cause.is::<LengthLimitError>());
    if too_large {
        return Problem::new(413, "body_too_large", "The body is larger than 1 MiB.");
    }
    Problem::new(400, "body_unreadable", "The body could not be read to its end.")
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<Body<T>, Problem> {
    let invalid = |text: String| Problem::new(400, "invalid_json", text);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(invalid("A JSON body is expected and there is none.".to_owned()));
    }
    shape::check_depth(bytes).map_err(invalid)?;
    let exact = strict_json::parse(bytes, Nul::Refused).map_err(|error| invalid(plain_words::syntax(&error)))?;
    // A list could be read as the members of an object in their order; then checks by name would look past it.
    if !exact.is_object() {
        return Err(invalid(format!("The body must be an object, not {}.", plain_words::name_of(&exact))));
    }
    let value = serde_path_to_error::deserialize(&exact)
        .map_err(|error| Problem::new(400, "invalid_request", plain_words::mismatch(&error.path().to_string(), error.inner())))?;
    Ok(Body { value, exact })
}

#[cfg(test)]
mod tests {
    use axum::http::Request as HttpRequest;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read by serde")]
    struct Call {
        query: String,
        stage: Stage,
        #[serde(default)]
        target: Option<Target>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Stage {
        Llm,
        Tool,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read by serde")]
    struct Target {
        rows: u32,
        names: Vec<String>,
    }

    fn refusal(body: &str) -> String {
        let problem = read::<Call>(body.as_bytes()).unwrap_err();
        assert_eq!(problem.status, 400, "{body}");
        problem.text
    }

    #[test]
    fn a_good_body_is_read_and_kept() {
        let body = read::<Call>(br#" {"query":"a","stage":"llm","more":[1]} "#).unwrap();

        assert_eq!(body.value.query, "a");
        assert_eq!(body.exact["more"][0], 1);
    }

    #[test]
    fn refusals_name_the_field_and_what_is_expected() {
        for (body, text) in [
            ("", "A JSON body is expected and there is none."),
            (r#"["a","llm",null]"#, "The body must be an object, not an array."),
            (r#""x""#, "The body must be an object, not text."),
            (r#"{"stage":"llm"}"#, "`query` is missing."),
            (r#"{"query":null,"stage":"llm"}"#, "`query` must be text, not null."),
            (r#"{"query":{},"stage":"llm"}"#, "`query` must be text, not an object."),
            (r#"{"query":"a","stage":"LLM"}"#, "`stage` is not one of the known values: `llm`, `tool`."),
            (
                r#"{"query":"a","stage":"llm","target":{"rows":-1,"names":[]}}"#,
                "`target.rows` must be a whole number, not a number out of range.",
            ),
            (r#"{"query":"a","stage":"llm","target":{"rows":1.5,"names":[]}}"#, "`target.rows` must be a whole number, not a fraction."),
            (r#"{"query":"a","stage":"llm","target":{"rows":1,"names":["a",2]}}"#, "`target.names[1]` must be text, not a number."),
            (r#"{"query":"a","stage":"llm","target":{"rows":1,"names":"a"}}"#, "`target.names` must be an array, not text."),
        ] {
            assert_eq!(refusal(body), text, "{body}");
        }
    }

    #[test]
    fn json_with_two_meanings_is_refused() {
        assert_eq!(refusal(r#"{"query":"a","query":"b","stage":"llm"}"#), "The body has the key `query` twice in one object.");
        assert_eq!(refusal(r#"{"x":[{"a":1,"\u0061":2}]}"#), "The body has the key `a` twice in one object.");
        assert_eq!(refusal(r#"{"query":"a\u0000b","stage":"llm"}"#), "The body holds a NUL character, which no text here may hold.");
        assert_eq!(refusal(r#"{"a\u0000":1}"#), "The body holds a NUL character, which no text here may hold.");
    }

    #[test]
    fn broken_json_is_refused_with_its_place() {
        assert_eq!(refusal(r#"{"query": "a""#), "The body is not complete JSON: it ends too early, at line 1, column 13.");
        assert_eq!(refusal("{\n\"query\": x}"), "The body is not valid JSON, at line 2, column 10.");
        assert_eq!(refusal("{} {}"), "The body is not valid JSON, at line 1, column 4.");
        assert_eq!(read::<Value>(b"{\"a\":\"\xff\"}").unwrap_err().status, 400);
        assert_eq!(read::<Value>(b"{\"a\":1e999}").unwrap_err().text, "The body is not valid JSON, at line 1, column 10.");
    }

    #[test]
    fn depth_is_bounded_before_anything_is_built() {
        let nested = |n: usize| format!("{{\"a\":{}1{}}}", "[".repeat(n - 1), "]".repeat(n - 1));

        assert!(read::<Value>(nested(64).as_bytes()).is_ok());
        assert_eq!(read::<Value>(nested(65).as_bytes()).unwrap_err().text, "The body is nested deeper than 64 levels.");
        assert_eq!(read::<Value>("[".repeat(1_000_000).as_bytes()).unwrap_err().status, 400);
        assert!(read::<Value>(format!("{{\"a\":\"{}\"}}", "[\\\"{".repeat(100)).as_bytes()).is_ok(), "brackets in text do not count");
    }

    async fn status_of(request: HttpRequest<axum::body::Body>) -> u16 {
        Body::<Value>::from_request(request, &()).await.map_or_else(|problem| problem.status, |_| 200)
    }

    #[tokio::test]
    async fn size_and_content_type_are_checked() {
        let post = |kind: Option<&str>, body: String| {
            let mut request = HttpRequest::new(axum::body::Body::from(body));
            if let Some(kind) = kind {
                request.headers_mut().insert(CONTENT_TYPE, kind.parse().unwrap());
            }
            request
        };

        assert_eq!(status_of(post(None, "{}".to_owned())).await, 200);
        assert_eq!(status_of(post(Some("Application/JSON; charset=utf-8"), "{}".to_owned())).await, 200);
        assert_eq!(status_of(post(Some("application/vnd.x+json"), "{}".to_owned())).await, 200);
        assert_eq!(status_of(post(Some("text/plain"), "{}".to_owned())).await, 415);
        assert_eq!(status_of(post(Some("application/x-www-form-urlencoded"), "{}".to_owned())).await, 415);
        assert_eq!(status_of(post(None, format!("{{\"a\":\"{}\"}}", "a".repeat(MAX_BYTES - 8)))).await, 200);
        assert_eq!(status_of(post(None, format!("{{\"a\":\"{}\"}}", "a".repeat(MAX_BYTES - 7)))).await, 413);
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_never_ends_is_given_up() {
        let stalled = axum::body::Body::from_stream(futures::stream::pending::<Result<Vec<u8>, std::io::Error>>());

        assert_eq!(status_of(HttpRequest::new(stalled)).await, 408);
    }
}
