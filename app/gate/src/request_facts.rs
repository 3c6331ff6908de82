//! What is known about a request before anybody looks at its credentials, and what the edge learns on the way.

mod noted;
mod trace_parent;

use std::{sync::Arc, time::Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{Extensions, HeaderMap, HeaderName, HeaderValue, header::USER_AGENT},
    middleware::Next,
    response::Response,
};
use model::{Clock, RequestFacts};
use tracing::Instrument as _;
use uuid::{NoContext, Timestamp, Uuid};

pub use noted::Noted;

use crate::{
    client_address::{self, TrustedHops},
    rate_headers,
};

/// Carries the request id in both directions.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Longer user agents are cut; nothing that we keep needs the rest.
const USER_AGENT_CHARS: usize = 256;

/// What [`carry`] works with.
#[derive(Debug, Clone)]
pub struct Edge {
    /// Where the time comes from.
    pub clock: Clock,
    /// The proxies of our own in front.
    pub hops: TrustedHops,
}

/// The facts of the request that carries these extensions; empty ones where the layer is missing.
pub fn of(extensions: &Extensions) -> Arc<RequestFacts> {
    extensions.get::<Arc<RequestFacts>>().cloned().unwrap_or_default()
}

/// The outermost layer of API and portal: request id, trace, address; rate-limit headers, one log line and the metrics.
pub async fn carry(State(edge): State<Edge>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let facts = Arc::new(facts(&edge, &request));
    let noted = Arc::new(Noted::default());
    request.extensions_mut().insert(facts.clone());
    request.extensions_mut().insert(noted.clone());
    let method = known_method(&request);
    let route = request.extensions().get::<MatchedPath>().map_or_else(|| "(none)".to_owned(), |path| path.as_str().to_owned());
    let span = tracing::info_span!("request", request_id = %facts.request_id);
    let mut response = next.run(request).instrument(span).await;
    if let Ok(id) = HeaderValue::from_str(&facts.request_id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    rate_headers::write(&noted, edge.clock.now(), &mut response);
    report(&facts, &noted, method, route, &response, started);
    response
}

/// One line per request; never a body, a token, or an address of a person.
fn report(facts: &RequestFacts, noted: &Noted, method: &'static str, route: String, response: &Response, started: Instant) {
    let status = response.status().as_u16();
    let took = started.elapsed();
    let took_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let (org, key) = (noted.org().map(|org| org.to_string()), noted.key().map(|key| key.to_string()));
    tracing::info!(
        target: "axonflow::request",
        method, route, status, took_ms, org, key,
        request_id = %facts.request_id, trace_id = %facts.trace_id,
        "{method} {route} answered {status} in {took_ms} ms"
    );
    metrics::histogram!("axonflow_http_request_duration_seconds", "route" => route.clone(), "method" => method).record(took.as_secs_f64());
    metrics::counter!("axonflow_http_requests_total", "route" => route, "method" => method, "status" => status.to_string()).increment(1);
}

/// Methods are caller text; only the known ones become labels.
fn known_method(request: &Request) -> &'static str {
    match request.method().as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

fn facts(edge: &Edge, request: &Request) -> RequestFacts {
    let headers = request.headers();
    RequestFacts {
        request_id: inbound_id(headers).unwrap_or_else(|| fresh_id(&edge.clock)),
        trace_id: trace_parent::trace_id(headers).unwrap_or_else(|| Uuid::new_v4().simple().to_string()),
        ip: client_address::of_request(request, edge.hops).map(|ip| ip.to_string()),
        user_agent: user_agent(headers),
    }
}

/// A caller's request id is taken only if it is a UUID, so that nothing else travels into logs and records under that name.
fn inbound_id(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(REQUEST_ID)?.to_str().ok()?;
    Uuid::try_parse(text).ok().filter(|id| !id.is_nil()).map(|id| id.to_string())
}

fn fresh_id(clock: &Clock) -> String {
    let now = clock.now();
    let seconds = u64::try_from(now.unix_timestamp()).unwrap_or_default();
    Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.nanosecond())).to_string()
}

fn user_agent(headers: &HeaderMap) -> Option<String> {
    let sent = String::from_utf8_lossy(headers.get(USER_AGENT)?.as_bytes());
    let kept: String = sent.chars().filter(|c| !c.is_control()).take(USER_AGENT_CHARS).collect();
    (!kept.is_empty()).then_some(kept)
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::{Router, body::Body, extract::ConnectInfo, http::Request as HttpRequest, middleware, routing::get};
    use time::macros::datetime;
    use tower::ServiceExt;

    use super::*;

    fn edge() -> Edge {
        Edge { clock: Clock::at(datetime!(2026-01-02 03:04:05 UTC)), hops: TrustedHops::default() }
    }

    fn request(headers: &[(&str, &str)]) -> Request {
        let mut request = HttpRequest::builder().uri("/seen");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let peer = SocketAddr::from(([203, 0, 113, 9], 4711));
        request.extension(ConnectInfo(peer)).body(Body::empty()).unwrap()
    }

    #[test]
    fn only_a_uuid_is_taken_as_request_id() {
        let id = "018f0000-0000-7000-8000-00000000000a";

        assert_eq!(facts(&edge(), &request(&[("x-request-id", &id.to_uppercase())])).request_id, id);
        for bad in ["", "1", "../../etc", "00000000-0000-0000-0000-000000000000"] {
            let made = facts(&edge(), &request(&[("x-request-id", bad)])).request_id;
            assert_eq!(Uuid::try_parse(&made).unwrap().get_version_num(), 7, "{bad}");
        }
    }

    #[test]
    fn address_and_user_agent_are_kept_in_bounds() {
        let long = "a".repeat(1_000);
        let facts = facts(&edge(), &request(&[("user-agent", &long)]));

        assert_eq!(facts.user_agent.map(|agent| agent.len()), Some(256));
        assert_eq!(facts.ip.as_deref(), Some("203.0.113.9"));
    }

    #[tokio::test]
    async fn handlers_see_the_facts_and_the_answer_carries_the_id() {
        let seen = get(|request: Request| async move { of(request.extensions()).request_id.clone() });
        let app = Router::new().route("/seen", seen).layer(middleware::from_fn_with_state(edge(), carry));

        let response = app.oneshot(request(&[])).await.unwrap();

        let id = response.headers()[&REQUEST_ID].to_str().unwrap().to_owned();
        let body = axum::body::to_bytes(response.into_body(), 100).await.unwrap();
        assert_eq!(body, id.as_bytes());
    }
}
