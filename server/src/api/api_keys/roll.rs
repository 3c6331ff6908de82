use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use gate::{ApiClient, KeysWrite, json_body::Body, problem::Problem};
use governance::{Governance, keys};
use model::views::IssuedSecret;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{key_id, shapes::IssuedApiKey};

/// A day.
const DEFAULT_OVERLAP_SECONDS: u32 = 86_400;

#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct SecretToMake {
    /// How long older secrets still work: 0 to 2,592,000; a day when not given.
    overlap_seconds: Option<u32>,
}

/// Gives a key a new secret under the same client id. The answer is the only one with it; older ones work until the overlap ends.
#[utoipa::path(post, path = "/api/v1/api-keys/{id}/secrets", tag = "api keys", params(("id" = String, Path)), request_body = SecretToMake,
    responses((status = 201, body = IssuedApiKey), (status = 403), (status = 404), (status = 409)))]
pub(in crate::api) async fn roll_api_key(
    client: ApiClient<KeysWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    body: Body<SecretToMake>,
) -> Result<(StatusCode, Json<IssuedSecret>), Problem> {
    let overlap = body.value.overlap_seconds.unwrap_or(DEFAULT_OVERLAP_SECONDS);
    let issued = keys::roll(&gov, &client.caller.scope, key_id(&id)?, overlap).await?;
    Ok((StatusCode::CREATED, Json(issued)))
}
