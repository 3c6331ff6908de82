use axum::{Json, extract::State};
use gate::{ApiClient, KeysRead, problem::Problem};
use governance::{Governance, keys};
use model::views::HygieneView;

use super::shapes::ApiKeyHygiene;

/// Live keys with what somebody should look at: unused, without an end, from anywhere, about to end, powerful.
#[utoipa::path(get, path = "/api/v1/api-keys/hygiene", tag = "api keys", responses((status = 200, body = ApiKeyHygiene)))]
pub(in crate::api) async fn api_key_hygiene(
    client: ApiClient<KeysRead>,
    State(gov): State<Governance>,
) -> Result<Json<HygieneView>, Problem> {
    Ok(Json(keys::hygiene(&gov, &client.caller.scope).await?))
}
