use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use gate::{ApiClient, KeysWrite, json_body::Body, problem::Problem};
use governance::{
    Governance,
    keys::{self, KeySettingsInput},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    input::{RotationToSet, networks, rights},
    key_id,
};

#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct ApiKeySettings {
    /// CIDR; empty is from anywhere.
    networks: Vec<String>,
    /// `mcp:CONNECTOR:OPERATION`, of a service identity.
    #[serde(default)]
    connector_rights: Vec<String>,
    /// None is by hand only.
    rotation: Option<RotationToSet>,
}

/// Changes from where a key may be used, what a service identity may use, and how often the secret is exchanged; all at once.
#[utoipa::path(put, path = "/api/v1/api-keys/{id}/settings", tag = "api keys", params(("id" = String, Path)),
    request_body = ApiKeySettings, responses((status = 204), (status = 404), (status = 409)))]
pub(in crate::api) async fn set_api_key(
    client: ApiClient<KeysWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    body: Body<ApiKeySettings>,
) -> Result<StatusCode, Problem> {
    let asked = &body.value;
    let input = KeySettingsInput {
        networks: networks(&asked.networks)?,
        connector_rights: rights(&asked.connector_rights)?,
        rotation: asked.rotation.as_ref().map(RotationToSet::read).transpose()?,
    };
    keys::change(&gov, &client.caller.scope, key_id(&id)?, &input).await?;
    Ok(StatusCode::NO_CONTENT)
}
