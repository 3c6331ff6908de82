use axum::http::StatusCode;
use serde_json::{Value, json};

use super::Problem;

/// The shapes of error bodies that clients read; one per surface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Gateway, proxy, queue, audit and connector routes: `error` is text.
    Agent,
    /// Static policies: `error.code` is the HTTP number.
    Coded,
    /// Evidence: `error.code` is a word, with details per field.
    CodedDetails,
    /// Tool checks: a verdict that does not allow, whatever the status.
    McpCheck,
    /// Access evaluation: a refusal is no decision, and says which member to mend.
    AuthZen,
    /// Our own routes: RFC 9457.
    Problem,
}

impl Family {
    pub(super) const fn content_type(self) -> &'static str {
        match self {
            Self::Agent | Self::Coded | Self::CodedDetails | Self::McpCheck | Self::AuthZen => "application/json",
            Self::Problem => "application/problem+json",
        }
    }

    /// The body; `message` is in all but the last, because SDKs show it when a refusal is no policy's.
    pub(super) fn body(self, problem: &Problem, request_id: &str) -> Value {
        let text = &problem.text;
        let body = match self {
            Self::Agent => json!({"success": false, "error": text, "message": text, "code": problem.code}),
            Self::Coded => json!({"success": false, "error": {"code": problem.status, "message": text}, "message": text}),
            Self::CodedDetails => {
                let details: Vec<Value> = problem.field.iter().map(|field| json!({"field": field, "message": text})).collect();
                let code = problem.code.to_ascii_uppercase();
                json!({"success": false, "error": {"code": code, "message": text, "details": details}, "message": text})
            }
            Self::McpCheck => json!({
                "allowed": false, "block_reason": text, "redaction_evaluated": false,
                "success": false, "error": text, "message": text, "code": problem.code,
            }),
            Self::AuthZen => authzen(problem),
            Self::Problem => json!({
                "type": format!("urn:axonflow:problem:{}", problem.code), "title": title(problem.status),
                "status": problem.status, "detail": text,
            }),
        };
        with_request_id(body, request_id)
    }
}

/// The words that its clients know; whatever else is wrong with a body is a malformed envelope, and only what is away may be tried
/// again.
fn authzen(problem: &Problem) -> Value {
    let code = match (problem.code, problem.status) {
        ("invalid_json" | "invalid_request" | "body_unreadable", _) | (_, 408 | 413 | 415) => "malformed_envelope",
        (_, 429 | 500..) => "evaluation_unavailable",
        (code, _) => code,
    };
    let mut body = json!({"code": code, "message": problem.text});
    if let Some(pointer) = &problem.pointer {
        body["pointer"] = Value::from(pointer.as_str());
    }
    if !problem.supported.is_empty() {
        body["supported"] = json!(problem.supported);
    }
    body
}

fn title(status: u16) -> &'static str {
    StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or("Error")
}

fn with_request_id(mut body: Value, request_id: &str) -> Value {
    if let Some(fields) = body.as_object_mut().filter(|_| !request_id.is_empty()) {
        fields.insert("request_id".to_owned(), Value::from(request_id));
    }
    body
}
