use axum::{
    Json,
    extract::{Path, State},
};
use gate::{ApiClient, KeysRead, problem::Problem};
use governance::{Governance, keys};
use model::views::KeyDetail;

use super::{key_id, shapes::ApiKeyDetail};

/// One API key with its secrets, and from which addresses each was used in the last ninety days.
#[utoipa::path(get, path = "/api/v1/api-keys/{id}", tag = "api keys", params(("id" = String, Path)),
    responses((status = 200, body = ApiKeyDetail), (status = 404)))]
pub(in crate::api) async fn get_api_key(
    client: ApiClient<KeysRead>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
) -> Result<Json<KeyDetail>, Problem> {
    Ok(Json(keys::detail(&gov, &client.caller.scope, key_id(&id)?).await?))
}
