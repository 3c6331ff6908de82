use axum::{Json, extract::State};
use gate::{ApiClient, KeysRead, SettingsWrite, json_body::Body, problem::Problem};
use governance::{Governance, keys};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What holds for new API keys.
#[derive(Serialize, Deserialize, ToSchema)]
pub(in crate::api) struct ApiKeyRules {
    /// How many days a new key may live at most; null is without a bound.
    max_days: Option<u32>,
}

/// What holds for new API keys of the organisation.
#[utoipa::path(get, path = "/api/v1/api-keys/rules", tag = "api keys", responses((status = 200, body = ApiKeyRules)))]
pub(in crate::api) async fn get_api_key_rules(
    client: ApiClient<KeysRead>,
    State(gov): State<Governance>,
) -> Result<Json<ApiKeyRules>, Problem> {
    Ok(Json(ApiKeyRules { max_days: keys::max_days(&gov, &client.caller.scope).await? }))
}

/// Bounds how long new API keys may live. Keys that there are stay as they are.
#[utoipa::path(put, path = "/api/v1/api-keys/rules", tag = "api keys", request_body = ApiKeyRules,
    responses((status = 200, body = ApiKeyRules)))]
pub(in crate::api) async fn set_api_key_rules(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
    body: Body<ApiKeyRules>,
) -> Result<Json<ApiKeyRules>, Problem> {
    keys::set_max_days(&gov, &client.caller.scope, body.value.max_days).await?;
    Ok(Json(body.value))
}
