use axum::{Json, extract::State};
use gate::{ApiClient, KeysRead, json_body::Body, problem::Problem};
use governance::{Governance, keys};
use model::views::FoundHere;
use serde::Deserialize;
use utoipa::ToSchema;

use super::shapes::FoundApiKey;

#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct KeyToLookUp {
    /// A whole secret, the SHA-256 of one in hexadecimal digits, or a client id.
    found: String,
}

/// Says which key of the organisation something that was found belongs to, and whether it opens anything.
#[utoipa::path(post, path = "/api/v1/api-keys/lookup", tag = "api keys", request_body = KeyToLookUp,
    responses((status = 200, body = FoundApiKey), (status = 404)))]
pub(in crate::api) async fn look_up_api_key(
    client: ApiClient<KeysRead>,
    State(gov): State<Governance>,
    body: Body<KeyToLookUp>,
) -> Result<Json<FoundHere>, Problem> {
    let found = keys::look_up(&gov, &client.caller.scope, body.value.found).await?;
    found.map(Json).ok_or_else(Problem::not_found)
}
