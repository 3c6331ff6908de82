use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderName, header},
    response::{IntoResponse, Response},
};
use futures::TryStreamExt;
use gate::{ApiClient, AuditReadAll, api_client::BulkLane, problem::Problem};
use governance::{
    Governance,
    evidence::{Download, download},
};

/// SHA-256 of the whole file, to compare after the download.
const DIGEST: HeaderName = HeaderName::from_static("x-axonflow-bundle-sha256");

/// A finished bundle: JSON lines that verify offline against a pinned key.
#[utoipa::path(get, path = "/api/v1/evidence/exports/{id}/bundle", tag = "evidence", params(("id" = String, Path)),
    responses((status = 200, content_type = "application/x-ndjson", body = String), (status = 404), (status = 409)))]
pub(in crate::api) async fn evidence_bundle(
    client: ApiClient<AuditReadAll, BulkLane>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let export = id.parse().map_err(|_| Problem::not_found())?;
    Ok(file(download(&gov, &client.caller.scope, export).await?))
}

fn file(download: Download) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/x-ndjson".to_owned()),
        (header::CONTENT_LENGTH, download.size_bytes.to_string()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", download.file_name)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (DIGEST, download.digest),
    ];
    let chunks = download.chunks.inspect_err(|error| tracing::error!(error = error as &dyn std::error::Error, "a download broke off"));
    (headers, Body::from_stream(chunks)).into_response()
}
