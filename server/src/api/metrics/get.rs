use axum::{
    extract::State,
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};
use gate::Anyone;

use crate::api::Api;

/// Metrics for Prometheus; no label names an organisation, a key or a person.
#[utoipa::path(get, path = "/metrics", tag = "health", responses((status = 200, content_type = "text/plain", body = String)))]
pub(in crate::api) async fn metrics(_: Anyone, State(api): State<Api>) -> Response {
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], api.metrics.render()).into_response()
}

/// The same under the name that older scrapers know.
#[utoipa::path(get, path = "/prometheus", tag = "health", responses((status = 200, content_type = "text/plain", body = String)))]
pub(in crate::api) async fn prometheus(anyone: Anyone, state: State<Api>) -> Response {
    metrics(anyone, state).await
}
