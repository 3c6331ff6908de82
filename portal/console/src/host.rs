use std::{convert::Infallible, sync::Arc};

use axum::{Router, extract::Request, http::header::HOST, response::Response};
use tower::ServiceExt as _;

/// Sends each request to what answers under its host name: the console under its own, everything else under every other.
#[derive(Clone)]
pub struct ByHost {
    host: Arc<str>,
    console: Router,
    others: Router,
}

impl ByHost {
    /// `host` is the console's name, without a port.
    pub fn new(host: &str, console: Router, others: Router) -> Self {
        Self { host: host.to_ascii_lowercase().into(), console, others }
    }

    /// Answers a request.
    pub async fn answer(self, request: Request) -> Result<Response, Infallible> {
        let router = if self.is_for_console(&request) { self.console } else { self.others };
        router.oneshot(request).await
    }

    fn is_for_console(&self, request: &Request) -> bool {
        let asked = request.uri().authority().map(|authority| authority.as_str());
        let asked = asked.or_else(|| request.headers().get(HOST)?.to_str().ok());
        asked.is_some_and(|asked| name_of(asked).eq_ignore_ascii_case(&self.host))
    }
}

/// The host without its port.
fn name_of(authority: &str) -> &str {
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => name,
        Some(_) | None => host,
    }
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, body::to_bytes, routing::get};

    use super::*;

    async fn answers(uri: &str, host: Option<&str>) -> String {
        let says = |word: &'static str| Router::new().route("/", get(move || async move { word }));
        let by_host = ByHost::new("Platform.localhost", says("console"), says("portal"));
        let request = Request::builder().uri(uri);
        let request = host.into_iter().fold(request, |request, host| request.header(HOST, host)).body(Body::empty()).unwrap();
        let response = by_host.answer(request).await.unwrap();
        String::from_utf8(to_bytes(response.into_body(), 100).await.unwrap().to_vec()).unwrap()
    }

    #[tokio::test]
    async fn only_its_own_name_leads_to_the_console() {
        for host in ["platform.localhost", "PLATFORM.localhost:8080"] {
            assert_eq!(answers("/", Some(host)).await, "console", "{host}");
        }
        for host in ["localhost", "platform.localhost.evil.example", "evil.platform.localhost", "platform.localhost:80:80", ""] {
            assert_eq!(answers("/", Some(host)).await, "portal", "{host}");
        }
        assert_eq!(answers("/", None).await, "portal");
        assert_eq!(answers("http://platform.localhost/", Some("localhost")).await, "console", "the authority comes first");
    }
}
