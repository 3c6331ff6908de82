//! Refuses writes that another site made a browser send. Forms and server functions have no tokens of their own; this and
//! the cookie's `SameSite=Strict` are what stands between a stranger's page and a signed-in person.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, HeaderName, Method, StatusCode, Uri,
        header::{AUTHORIZATION, HOST, ORIGIN},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use url::Url;

use crate::{cookies, session};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const REFUSAL: &str = "This request came from another site and was not carried out. Open AxonFlow itself and try again.";

/// The address under which browsers know us.
#[derive(Debug, Clone)]
pub struct OriginGate {
    public: Arc<str>,
    scheme: Arc<str>,
}

impl OriginGate {
    /// A gate for the public address; `None` when that is no `http` or `https` address.
    pub fn new(public_url: &str) -> Option<Self> {
        let url = Url::parse(public_url).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        Some(Self { public: url.origin().ascii_serialization().into(), scheme: url.scheme().into() })
    }

    /// Whether a request may go on.
    fn admits(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> bool {
        if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE) {
            return true;
        }
        let cookie = cookies::carries(headers, session::COOKIE);
        if !cookie && headers.contains_key(AUTHORIZATION) {
            // A program with an API key; no page of another site can make a browser send one.
            return true;
        }
        match (only(headers, &SEC_FETCH_SITE), only(headers, &ORIGIN)) {
            (Header::Absent, Header::Absent) => !cookie,
            (Header::Absent, origin) => self.is_ours(&origin, uri, headers),
            (site, Header::Absent) => is_own_site(&site),
            (site, origin) => is_own_site(&site) && self.is_ours(&origin, uri, headers),
        }
    }

    /// The public address itself, or under another name of this server (`127.0.0.1`) the host that was asked, with the
    /// same scheme.
    fn is_ours(&self, origin: &Header<'_>, uri: &Uri, headers: &HeaderMap) -> bool {
        let Header::One(origin) = origin else { return false };
        let host = match uri.authority() {
            Some(authority) => Some(authority.as_str()),
            None => headers.get(HOST).and_then(|host| host.to_str().ok()),
        };
        let asked = host.map(|host| format!("{}://{host}", self.scheme));
        origin.eq_ignore_ascii_case(&self.public) || asked.is_some_and(|asked| origin.eq_ignore_ascii_case(&asked))
    }
}

/// Layer of everything that a browser may write to.
pub async fn guard(State(gate): State<OriginGate>, request: Request, next: Next) -> Response {
    if gate.admits(request.method(), request.uri(), request.headers()) {
        return next.run(request).await;
    }
    metrics::counter!("axonflow_cross_site_refused_total").increment(1);
    tracing::warn!(method = %request.method(), "refused a write that came from another site");
    (StatusCode::FORBIDDEN, REFUSAL).into_response()
}

/// A header that may stand only once; two different readers could read two of them differently.
enum Header<'h> {
    Absent,
    One(&'h str),
    Unreadable,
}

fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Header<'h> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Header::Absent,
        (Some(value), None) => value.to_str().map_or(Header::Unreadable, Header::One),
        (Some(_), Some(_)) => Header::Unreadable,
    }
}

/// `none` is a person's own doing, such as sending a form again after a restart of the browser.
const fn is_own_site(site: &Header<'_>) -> bool {
    match site {
        Header::One(site) => matches!(site.as_bytes(), b"same-origin" | b"none"),
        Header::Absent | Header::Unreadable => false,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderValue, header::COOKIE};

    use super::*;

    const OURS: &str = "https://flow.example";

    fn admits(method: &Method, uri: &str, headers: &[(&str, &str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap());
        }
        OriginGate::new(&format!("{OURS}/")).unwrap().admits(method, &uri.parse().unwrap(), &map)
    }

    /// With and without the session cookie.
    fn check(headers: &[(&str, &str)], with_cookie: bool, without: bool) {
        let signed_in: Vec<_> = headers.iter().copied().chain([(COOKIE.as_str(), "__Host-axonflow=abc")]).collect();

        assert_eq!(admits(&Method::POST, "/fn/keys/create", &signed_in), with_cookie, "{headers:?} with the cookie");
        assert_eq!(admits(&Method::POST, "/fn/keys/create", headers), without, "{headers:?} without the cookie");
    }

    #[test]
    fn reads_pass() {
        for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
            assert!(admits(&method, "/", &[("cookie", "__Host-axonflow=abc"), ("sec-fetch-site", "cross-site"), ("origin", "null")]));
        }
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE, "PURGE".parse().unwrap()] {
            assert!(!admits(&method, "/", &[("cookie", "__Host-axonflow=abc"), ("sec-fetch-site", "cross-site")]), "{method}");
        }
    }

    #[test]
    fn own_pages_pass() {
        check(&[("sec-fetch-site", "same-origin"), ("origin", OURS)], true, true);
        check(&[("sec-fetch-site", "same-origin")], true, true);
        check(&[("sec-fetch-site", "none")], true, true);
        check(&[("origin", OURS)], true, true);
        check(&[("origin", "HTTPS://FLOW.EXAMPLE")], true, true);
    }

    #[test]
    fn other_sites_do_not() {
        for site in ["cross-site", "same-site", "", "Same-Origin", "same-origin, none"] {
            check(&[("sec-fetch-site", site)], false, false);
            check(&[("sec-fetch-site", site), ("origin", OURS)], false, false);
        }
        for origin in [
            "null",
            "",
            "https://evil.example",
            "https://flow.example.evil.example",
            "https://evilflow.example",
            "http://flow.example",
            "https://flow.example:8443",
            "https://flow.example/",
        ] {
            check(&[("origin", origin)], false, false);
            check(&[("sec-fetch-site", "same-origin"), ("origin", origin)], false, false);
        }
    }

    #[test]
    fn two_of_a_header_are_refused() {
        check(&[("origin", OURS), ("origin", OURS)], false, false);
        check(&[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")], false, false);
    }

    #[test]
    fn without_both_headers_only_cookieless_requests_pass() {
        check(&[], false, true);
        check(&[("host", "flow.example")], false, true);
    }

    #[test]
    fn programs_with_a_key_and_no_cookie_pass() {
        let key = ("authorization", "Basic YXhrOnM=");

        check(&[key], false, true);
        check(&[key, ("origin", "https://customer.example"), ("sec-fetch-site", "cross-site")], false, true);
    }

    #[test]
    fn another_name_of_this_server_passes_under_the_same_scheme() {
        check(&[("host", "127.0.0.1:8443"), ("origin", "https://127.0.0.1:8443")], true, true);
        check(&[("host", "127.0.0.1:8443"), ("origin", "http://127.0.0.1:8443")], false, false);
        check(&[("host", "127.0.0.1:8443"), ("origin", "https://127.0.0.1")], false, false);

        let http2 = [("cookie", "__Host-axonflow=abc"), ("origin", "https://other.example"), ("host", "other.example")];
        assert!(!admits(&Method::POST, "https://flow.example/fn/x", &http2), "the host that was asked, not the header beside it");
    }

    #[test]
    fn the_public_address_must_be_one_of_the_web() {
        assert!(OriginGate::new("http://localhost:8080").is_some());
        for bad in ["", "localhost:8080", "file:///etc", "ftp://flow.example"] {
            assert!(OriginGate::new(bad).is_none(), "{bad}");
        }
    }
}
