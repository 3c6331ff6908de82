use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use gate::{ApiClient, KeysWrite, problem::Problem};
use governance::{Governance, keys};

use super::key_id;

/// Ends every secret of a key but the newest, at once and on every node.
#[utoipa::path(delete, path = "/api/v1/api-keys/{id}/overlap", tag = "api keys", params(("id" = String, Path)),
    responses((status = 204), (status = 404), (status = 409)))]
pub(in crate::api) async fn end_api_key_overlap(
    client: ApiClient<KeysWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    keys::end_overlap(&gov, &client.caller.scope, key_id(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
