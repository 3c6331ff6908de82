use axum::{Json, extract::State};
use gate::{ApiClient, KeysRead, problem::Problem};
use governance::{Governance, keys};
use model::views::KeyLine;
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::ApiKey;

#[derive(Serialize, ToSchema)]
pub(in crate::api) struct ApiKeys {
    #[schema(value_type = Vec<ApiKey>)]
    keys: Vec<KeyLine>,
}

/// Every API key, live ones first; never a secret.
#[utoipa::path(get, path = "/api/v1/api-keys", tag = "api keys", responses((status = 200, body = ApiKeys)))]
pub(in crate::api) async fn list_api_keys(client: ApiClient<KeysRead>, State(gov): State<Governance>) -> Result<Json<ApiKeys>, Problem> {
    Ok(Json(ApiKeys { keys: keys::list(&gov, &client.caller.scope).await? }))
}
