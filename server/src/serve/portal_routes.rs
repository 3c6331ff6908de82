use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
    routing::post,
};
use leptos::{
    config::{Env, LeptosOptions},
    nonce::use_nonce,
    prelude::{IntoView, provide_context, use_context},
};
use leptos_axum::{LeptosRoutes as _, ResponseOptions, generate_route_list, handle_server_fns_with_context, render_app_async_with_context};
use portal::{ShellFacts, Theme, app::App, shell};
use tower_http::services::ServeDir;

use super::{Site, assets, form_body};

/// The portal's pages, its server functions and the browser bundle.
pub(super) fn router(site: &Site) -> Router {
    let options = options(site);
    let version: Arc<str> = assets::version().into();
    let context = move || provide_request(&version);
    let routes = generate_route_list(App);
    let pages = {
        let options = options.clone();
        move || shell(options.clone())
    };
    let functions = {
        let context = context.clone();
        move |request: Request<Body>| answered(context.clone(), request)
    };
    let posted = {
        let (context, pages) = (context.clone(), pages.clone());
        move |request: Request<Body>| posted_page(context.clone(), pages.clone(), request)
    };
    let router: Router<LeptosOptions> = Router::new()
        .route("/fn/{*name}", post(functions))
        .route("/o/{org}/detection", post(posted.clone()))
        .route("/o/{org}/sso/{id}/provider", post(posted.clone()))
        .route("/setup/{token}", post(posted.clone()))
        .route("/o/{org}/policies/new", post(posted.clone()))
        .route("/o/{org}/policies/releases/{id}", post(posted.clone()))
        .route("/o/{org}/policies/simulate", post(posted.clone()))
        .route("/o/{org}/policies/{id}/impact", post(posted.clone()))
        .route("/o/{org}/policies/{id}/edit", post(posted))
        .leptos_routes_with_context(&options, routes, context, pages);
    router.with_state(options).merge(bundle(site))
}

/// The answer of a server function.
async fn answered(context: impl Fn() + Clone + Send + Sync + 'static, request: Request<Body>) -> Response {
    match form_body::read(request).await {
        Ok(request) => handle_server_fns_with_context(context, request).await.into_response(),
        Err(refused) => refused,
    }
}

/// Draws a page whose form was posted to it by a browser without scripts: the answer is on the page and nowhere else.
async fn posted_page<V: IntoView + 'static>(
    context: impl Fn() + Clone + Send + Sync + 'static,
    page: impl Fn() -> V + Clone + Send + Sync + 'static,
    request: Request<Body>,
) -> Response {
    let (posted, request) = form_body::take_posted(request).await;
    let with_form = move || {
        context();
        provide_context(posted.clone());
    };
    render_app_async_with_context(with_form, page)(request).await
}

/// Draws the portal's own "not found" page for a browser that asks for an address that does not exist.
pub(super) async fn not_found(site: Site, request: Request<Body>) -> Response {
    let (options, version) = (options(&site), Arc::<str>::from(assets::version()));
    let render = render_app_async_with_context(move || provide_request(&version), move || shell(options.clone()));
    render(request).await.into_response()
}

fn options(site: &Site) -> LeptosOptions {
    let root = site.folder.as_ref().map(|folder| folder.to_string_lossy().into_owned()).unwrap_or_default();
    LeptosOptions::builder().output_name("axonflow").site_root(root).site_pkg_dir("pkg").env(Env::PROD).build()
}

/// What every render needs: the theme of the cookie, the style sheet's version, and a policy for this page's nonce.
fn provide_request(version: &Arc<str>) {
    let theme = use_context::<http::request::Parts>().map(|parts| theme(&parts)).unwrap_or_default();
    provide_context(ShellFacts { theme, asset_version: version.clone() });
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else { return };
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

fn theme(parts: &http::request::Parts) -> Theme {
    let cookies = parts.headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(name, _)| *name == Theme::COOKIE).map(|(_, word)| Theme::parse(word)).next().unwrap_or_default()
}

/// The browser bundle. Its names do not change with its content, so browsers ask each time and are told "not modified".
fn bundle(site: &Site) -> Router {
    let Some(folder) = &site.folder else { return Router::new() };
    let files = ServeDir::new(folder.join("pkg")).precompressed_br();
    let cached = tower_http::set_header::SetResponseHeaderLayer::overriding(
        HeaderName::from_static("cache-control"),
        HeaderValue::from_static("public, no-cache"),
    );
    Router::new().nest_service("/pkg", tower::ServiceBuilder::new().layer(cached).service(files))
}
