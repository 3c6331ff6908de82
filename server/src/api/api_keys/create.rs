use axum::{Json, extract::State, http::StatusCode};
use gate::{ApiClient, KeysWrite, json_body::Body, problem::Problem};
use governance::{
    Governance,
    keys::{self, NewKeyInput},
};
use model::{KeyEnvironment, PermissionSet, ShortText, views::IssuedSecret};
use serde::Deserialize;
use time::Duration;
use utoipa::ToSchema;

use super::{
    input::{RotationToSet, networks, rights},
    shapes::IssuedApiKey,
};
use crate::http::read_time;

#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct ApiKeyToMake {
    name: String,
    /// The template `sdk` when not given.
    scopes: Option<Vec<String>>,
    /// `live` (when not given) or `test`.
    environment: Option<String>,
    /// RFC 3339; instead of `expires_in_days`.
    expires_at: Option<String>,
    expires_in_days: Option<u16>,
    /// The calling key's workspace when not given.
    tenant_id: Option<String>,
    /// CIDR; from anywhere when not given.
    #[serde(default)]
    networks: Vec<String>,
    /// `mcp:CONNECTOR:OPERATION`; some make the key a service identity.
    #[serde(default)]
    connector_rights: Vec<String>,
    rotation: Option<RotationToSet>,
}

/// Makes an API key. The answer is the only one with its secret.
#[utoipa::path(post, path = "/api/v1/api-keys", tag = "api keys", request_body = ApiKeyToMake,
    responses((status = 201, body = IssuedApiKey), (status = 403), (status = 409)))]
pub(in crate::api) async fn create_api_key(
    client: ApiClient<KeysWrite>,
    State(gov): State<Governance>,
    body: Body<ApiKeyToMake>,
) -> Result<(StatusCode, Json<IssuedSecret>), Problem> {
    let new = new_key(&gov, &body.value)?;
    let issued = keys::create(&gov, &client.caller.scope, &client.caller.permissions, new).await?;
    Ok((StatusCode::CREATED, Json(issued)))
}

fn new_key(gov: &Governance, asked: &ApiKeyToMake) -> Result<NewKeyInput, Problem> {
    let scopes = asked.scopes.as_ref().map(PermissionSet::parse).transpose().map_err(|unknown| Problem::invalid("scopes", unknown))?;
    let by_days = asked.expires_in_days.map(|days| gov.now() + Duration::days(i64::from(days)));
    let by_time = asked.expires_at.as_deref().map(|text| read_time("expires_at", text)).transpose()?;
    let unknown_tenant = |_| Problem::invalid("tenant_id", "is not an id");
    let name = ShortText::parse("name", &asked.name).map_err(|invalid| Problem::invalid("name", invalid.problem))?;
    Ok(NewKeyInput {
        scopes,
        expires_at: by_time.or(by_days),
        tenant: asked.tenant_id.as_deref().map(str::parse).transpose().map_err(unknown_tenant)?,
        environment: environment(asked.environment.as_deref())?,
        networks: networks(&asked.networks)?,
        connector_rights: rights(&asked.connector_rights)?,
        rotation: asked.rotation.as_ref().map(RotationToSet::read).transpose()?,
        ..NewKeyInput::new(name)
    })
}

fn environment(word: Option<&str>) -> Result<KeyEnvironment, Problem> {
    let word = word.unwrap_or(KeyEnvironment::Live.as_str());
    KeyEnvironment::parse(word).ok_or_else(|| Problem::invalid("environment", "must be live or test"))
}
