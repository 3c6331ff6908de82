use axum::{
    body::Body,
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures::StreamExt as _;
use gate::{AuditReadAll, OrgMember, PageRefusal};
use governance::evidence;
use model::ExportId;

/// The finished bundle of an export, as a file.
pub(super) async fn bundle(member: OrgMember<AuditReadAll>, Path((_, export)): Path<(String, String)>) -> Result<Response, PageRefusal> {
    let export: ExportId = export.parse().map_err(|_| governance::Error::NotFound)?;
    let download = evidence::download(member.door.governance(), &member.scope, export).await?;
    // The name is ours and holds no quotes.
    let disposition = format!("attachment; filename=\"{}\"", download.file_name);
    let mut response = Body::from_stream(download.chunks.map(|part| part.map_err(std::io::Error::other))).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/jsonl"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(download.size_bytes));
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}
