use std::sync::Arc;

use ::console::{ByHost, Console};
use anyhow::Context as _;
use axum::{
    Extension, Router,
    body::Body,
    extract::Request,
    http::header,
    middleware,
    response::{IntoResponse as _, Response},
    routing::get,
};
use gate::{
    client_address::TrustedHops,
    origin_gate::{self, OriginGate},
    request_facts::{self, Edge},
    security_headers::{self, StaticPaths},
    session,
};
use governance::Governance;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio_util::sync::CancellationToken;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};
use url::Url;

use super::{Site, assets, downloads, events, portal_routes};
use crate::{
    api::{self, About, Api},
    auth,
    http::{page_within_time, panicked, unknown_route},
    scim,
};

/// What the routes are made from.
#[derive(Clone)]
pub struct Web {
    /// The use cases.
    pub gov: Governance,
    /// The browser bundle.
    pub site: Site,
    /// The address that browsers and SDKs use.
    pub public_url: String,
    /// The address of the platform console.
    pub platform_url: String,
    /// How many proxies in front are ours.
    pub trusted_proxies: usize,
    /// Renders the metrics.
    pub metrics: PrometheusHandle,
    /// Ends live streams when the service stops.
    pub stop: CancellationToken,
    /// What the service says about itself.
    pub about: About,
}

/// Files that are the same for everybody.
const STATIC_PATHS: StaticPaths = StaticPaths(&["/assets/", "/pkg/"]);

/// Everything that is served, by host name: the platform console under its own, portal and API under every other.
pub fn router(web: &Web) -> anyhow::Result<Router> {
    let host = console_host(web)?;
    let by_host = ByHost::new(&host, at_the_edge(web, console(web)?), at_the_edge(web, everything_else(web)?));
    Ok(Router::new().fallback_service(tower::service_fn(move |request| by_host.clone().answer(request))))
}

/// The console's host, which has to be another one than the portal's: each cookie and each page is for one of them.
fn console_host(web: &Web) -> anyhow::Result<String> {
    let host = |url: &str| Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned));
    let (console, portal) = (host(&web.platform_url), host(&web.public_url));
    anyhow::ensure!(console != portal, "the platform console needs a host name of its own: set AXONFLOW_PLATFORM_URL");
    console.context("the platform URL must be an http or https address")
}

/// One request id, one set of headers, one answer to a panic.
fn at_the_edge(web: &Web, routes: Router) -> Router {
    let edge = Edge { clock: web.gov.clock().clone(), hops: TrustedHops(web.trusted_proxies) };
    routes
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(edge, request_facts::carry))
        .layer(middleware::from_fn_with_state(STATIC_PATHS, security_headers::complete))
}

/// What operators see, and nothing of the portal but its style sheets.
fn console(web: &Web) -> anyhow::Result<Router> {
    let gate = OriginGate::new(&web.platform_url).context("the platform URL must be an http or https address")?;
    let console = Console { gov: web.gov.clone(), asset_version: assets::version().into() };
    let pages = ::console::router(console)
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(web.gov.clone(), page_within_time))
        .layer(middleware::from_fn_with_state(gate, origin_gate::guard));
    Ok(pages.merge(assets::router().layer(CompressionLayer::new())))
}

/// API, portal, files.
fn everything_else(web: &Web) -> anyhow::Result<Router> {
    let gate = OriginGate::new(&web.public_url).context("the public URL must be an http or https address")?;
    let api = Api { gov: web.gov.clone(), about: Arc::new(web.about.clone()), metrics: web.metrics.clone() };
    Ok(Router::new()
        .merge(api::mounted(api))
        .merge(scim::router(&web.gov)?)
        .merge(
            portal(web)
                .layer(middleware::from_fn_with_state(web.gov.clone(), page_within_time))
                .layer(middleware::from_fn_with_state(gate, origin_gate::guard)),
        )
        // Answers of identity providers are posted by their pages: nothing of a session is done upon them.
        .merge(session::attach(auth::router(), &web.gov).layer(middleware::from_fn_with_state(web.gov.clone(), page_within_time)))
        .merge(assets::router().layer(CompressionLayer::new())))
}

/// Pages, server functions, live events and downloads: everything that a session opens.
fn portal(web: &Web) -> Router {
    let live = Router::new()
        .route("/o/{org}/approvals/events", get(events::approvals))
        .route("/o/{org}/evidence/{export}/events", get(events::export))
        .route("/o/{org}/evidence/{export}/bundle", get(downloads::bundle))
        .layer(Extension(web.stop.clone()));
    let pages = portal_routes::router(&web.site).layer(CompressionLayer::new());
    // The page for "not found" is drawn like any other, so it has a session too.
    let site = web.site.clone();
    let all = live.merge(pages).fallback(move |request: Request| not_found(site.clone(), request));
    session::attach(all, &web.gov)
}

/// A browser gets the portal's page, a program gets JSON; neither is ever redirected.
async fn not_found(site: Site, request: Request<Body>) -> Response {
    let accepts = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accepts.contains("text/html") { portal_routes::not_found(site, request).await } else { unknown_route().await.into_response() }
}
