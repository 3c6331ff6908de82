//! SCIM 2.0 at `/scim/v2` (RFC 7644): a directory says who works here. One folder per resource, one file per verb; every
//! handler is a thin door to a use case. Everything needs a token, also what only describes the service.

mod answer;
mod discovery;
mod gate;
mod groups;
mod inbound;
mod search;
mod users;

use axum::{Router, middleware, routing::get, routing::post};
use governance::{Governance, directory::base_url, directory::schemas};
use scim::{Discovery, Problem};
use tower_http::catch_panic::CatchPanicLayer;

use answer::Refused;

/// What handlers can reach.
#[derive(Clone)]
struct Scim {
    gov: Governance,
    discovery: std::sync::Arc<Discovery>,
}

/// Every route under `/scim/v2`; paths that are none are refused in SCIM's words too.
pub(crate) fn router(gov: &Governance) -> anyhow::Result<Router> {
    let discovery = Discovery::new(schemas()?, &base_url(gov));
    let state = Scim { gov: gov.clone(), discovery: std::sync::Arc::new(discovery) };
    let routes = Router::new()
        .route("/.search", post(search::search))
        .route("/Users", get(users::list).post(users::create))
        .route("/Users/.search", post(users::search))
        .route("/Users/{id}", get(users::get).put(users::replace).patch(users::patch).delete(users::delete))
        .route("/Groups", get(groups::list).post(groups::create))
        .route("/Groups/.search", post(groups::search))
        .route("/Groups/{id}", get(groups::get).put(groups::replace).patch(groups::patch).delete(groups::delete))
        .route("/ServiceProviderConfig", get(discovery::service_provider_config))
        .route("/ResourceTypes", get(discovery::resource_types))
        .route("/ResourceTypes/{name}", get(discovery::resource_type))
        .route("/Schemas", get(discovery::schemas))
        .route("/Schemas/{urn}", get(discovery::schema))
        .route("/Bulk", post(not_offered))
        .route("/Me", get(not_offered).post(not_offered).put(not_offered).patch(not_offered).delete(not_offered))
        .fallback(unknown)
        .method_not_allowed_fallback(wrong_method)
        .layer(CatchPanicLayer::custom(answer::panicked))
        .layer(middleware::from_fn_with_state(gov.clone(), gate::admit))
        .with_state(state);
    Ok(Router::new().nest("/scim/v2", routes))
}

async fn not_offered() -> Refused {
    Problem::NotImplemented.because("This is not offered; ServiceProviderConfig says what is.").into()
}

async fn unknown() -> Refused {
    Problem::NotFound.because("There is no such endpoint.").into()
}

async fn wrong_method() -> Refused {
    Problem::MethodNotAllowed.because("This path exists and does not take this method.").into()
}
