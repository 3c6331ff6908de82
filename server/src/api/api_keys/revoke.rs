use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use gate::{ApiClient, KeysWrite, json_body::Body, problem::Problem};
use governance::{Governance, keys};
use serde::Deserialize;
use utoipa::ToSchema;

use super::key_id;

#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct RevocationToMake {
    /// Kept with the record.
    reason: Option<String>,
}

/// Ends a key at once and on every node. It cannot be undone.
#[utoipa::path(post, path = "/api/v1/api-keys/{id}/revocation", tag = "api keys", params(("id" = String, Path)),
    request_body = RevocationToMake, responses((status = 204), (status = 404), (status = 409)))]
pub(in crate::api) async fn revoke_api_key(
    client: ApiClient<KeysWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    body: Body<RevocationToMake>,
) -> Result<StatusCode, Problem> {
    keys::revoke(&gov, &client.caller.scope, key_id(&id)?, body.value.reason.as_deref()).await?;
    Ok(StatusCode::NO_CONTENT)
}
