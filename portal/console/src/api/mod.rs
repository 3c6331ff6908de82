//! The same for programs: JSON, with the key of the operators' API, on the console's host.

mod orgs;
mod shapes;

use axum::{
    Router,
    middleware::{self, Next},
    routing::{get, post, put},
};
use gate::problem::{self, Family};

use crate::Console;

pub(crate) fn router() -> Router<Console> {
    Router::new()
        .route("/api/v1/platform/orgs", get(orgs::list).post(orgs::create))
        .route("/api/v1/platform/orgs/{org}", get(orgs::find))
        .route("/api/v1/platform/orgs/{org}/plan", put(orgs::plan))
        .route("/api/v1/platform/orgs/{org}/suspension", post(orgs::suspend).delete(orgs::resume))
        .route("/api/v1/platform/orgs/{org}/deletion", post(orgs::delete).delete(orgs::keep))
        .layer(middleware::from_fn(|request, next: Next| problem::speak(Family::Problem, request, next)))
}
