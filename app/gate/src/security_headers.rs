//! What every answer tells the browser, also errors and files. Pages bring their own content policy with their nonce.

use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{
            CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
        },
    },
    middleware::Next,
    response::Response,
};

/// Paths under these prefixes are files that are the same for everybody.
#[derive(Debug, Clone, Copy)]
pub struct StaticPaths(pub &'static [&'static str]);

/// For answers that are no pages: nothing may be loaded, framed or posted from them.
const NO_PAGE: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const ALWAYS: [(HeaderName, &str); 7] = [
    (STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), \
         payment=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()",
    ),
];

/// The outermost layer of everything that is served.
pub async fn complete(State(files): State<StaticPaths>, request: Request, next: Next) -> Response {
    let is_file = files.0.iter().any(|prefix| request.uri().path().starts_with(prefix));
    let mut response = next.run(request).await;
    let status = response.status();
    write(response.headers_mut(), is_file && (status.is_success() || status == StatusCode::NOT_MODIFIED));
    response
}

/// A file may be kept for as long as it says; anything else is somebody's own.
fn write(headers: &mut HeaderMap, may_be_kept: bool) {
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(CONTENT_SECURITY_POLICY) {
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(NO_PAGE));
    }
    if !(may_be_kept && headers.contains_key(CACHE_CONTROL)) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, middleware, routing::get};
    use tower::ServiceExt;

    use super::*;

    async fn headers_of(path: &str) -> HeaderMap {
        let cached = || async { ([(CACHE_CONTROL, "public, max-age=60")], "x") };
        let page = || async { ([(CONTENT_SECURITY_POLICY, "script-src 'nonce-1'")], "x") };
        let app = Router::new()
            .route("/pkg/app.js", get(cached))
            .route("/o/acme/home", get(cached))
            .route("/page", get(page))
            .layer(middleware::from_fn_with_state(StaticPaths(&["/pkg/"]), complete));
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        app.oneshot(request).await.unwrap().headers().clone()
    }

    #[tokio::test]
    async fn every_answer_carries_them_also_an_error() {
        for path in ["/o/acme/home", "/pkg/app.js", "/nowhere"] {
            let headers = headers_of(path).await;
            for (name, value) in ALWAYS {
                assert_eq!(headers.get(&name).map(HeaderValue::as_bytes), Some(value.as_bytes()), "{name} of {path}");
            }
        }
    }

    #[tokio::test]
    async fn only_files_that_are_there_may_be_kept() {
        assert_eq!(headers_of("/pkg/app.js").await[CACHE_CONTROL], "public, max-age=60");
        for path in ["/o/acme/home", "/pkg/missing.js", "/pkgs", "/page"] {
            assert_eq!(headers_of(path).await[CACHE_CONTROL], "no-store", "{path}");
        }
    }

    #[tokio::test]
    async fn a_page_keeps_its_own_policy() {
        assert_eq!(headers_of("/page").await[CONTENT_SECURITY_POLICY], "script-src 'nonce-1'");
        assert_eq!(headers_of("/nowhere").await[CONTENT_SECURITY_POLICY], NO_PAGE);
    }
}
