use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use gate::{ApiClient, SettingsWrite, json_body::Body, problem::Problem};
use governance::{
    Governance,
    sso::{self, Mapping},
};
use model::{
    IdpKind, ShortText, SsoProtocol,
    views::{ConnectionLine, ConnectionView},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    connection_id,
    shapes::{SsoConnection, SsoConnectionDetail},
};

/// A connection to begin.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct SsoConnectionToMake {
    /// People read "signs in with NAME".
    name: String,
    /// `saml` or `oidc`.
    #[schema(value_type = String)]
    protocol: SsoProtocol,
    /// `okta`, `entra`, `google` or `other`.
    #[schema(value_type = Option<String>)]
    kind: Option<IdpKind>,
}

/// What changes of a connection; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct SsoConnectionChange {
    name: Option<String>,
    /// Off, nobody comes by it, and people of its domains sign in by password.
    enabled: Option<bool>,
    /// SAML: whether sign-ins may begin at the provider.
    idp_initiated: Option<bool>,
}

/// Who becomes a member by coming, and where the address is read from.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct SsoMapping {
    /// The attribute that holds the e-mail address, when the usual names do not fit.
    email_attribute: Option<String>,
    /// The attribute that holds the groups, when the usual names do not fit.
    groups_attribute: Option<String>,
    /// The role of people who come for the first time; without one, only members come in.
    default_role: Option<String>,
    /// Whether requests are signed though the provider does not ask for it.
    #[serde(default)]
    sign_requests: bool,
}

/// Every connection.
#[utoipa::path(get, path = "/api/v1/sso/connections", tag = "single sign-on", responses((status = 200, body = [SsoConnection])))]
pub(in crate::api) async fn list_connections(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
) -> Result<Json<Vec<ConnectionLine>>, Problem> {
    Ok(Json(sso::lines(&gov, &client.caller.scope).await?))
}

/// Begins a connection: it has our values for the provider's console, and no provider yet.
#[utoipa::path(post, path = "/api/v1/sso/connections", tag = "single sign-on", request_body = SsoConnectionToMake,
    responses((status = 201, body = SsoConnectionDetail)))]
pub(in crate::api) async fn begin_connection(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
    body: Body<SsoConnectionToMake>,
) -> Result<(StatusCode, Json<ConnectionView>), Problem> {
    let (scope, new) = (&client.caller.scope, body.value);
    let name = ShortText::parse("name", &new.name).map_err(governance::Error::from)?;
    let id = sso::begin_set_up(&gov, scope, &name, new.protocol, new.kind.unwrap_or(IdpKind::Other)).await?;
    Ok((StatusCode::CREATED, Json(sso::view(&gov, scope, id).await?)))
}

/// Everything about one connection, our values for the provider's console too.
#[utoipa::path(get, path = "/api/v1/sso/connections/{id}", tag = "single sign-on", params(("id" = String, Path)),
    responses((status = 200, body = SsoConnectionDetail), (status = 404)))]
pub(in crate::api) async fn get_connection(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
) -> Result<Json<ConnectionView>, Problem> {
    Ok(Json(sso::view(&gov, &client.caller.scope, connection_id(&id)?).await?))
}

/// Renames a connection, switches it on or off, or says whether sign-ins may begin at the provider.
#[utoipa::path(patch, path = "/api/v1/sso/connections/{id}", tag = "single sign-on", params(("id" = String, Path)),
    request_body = SsoConnectionChange, responses((status = 200, body = SsoConnectionDetail), (status = 404)))]
pub(in crate::api) async fn change_connection(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    body: Body<SsoConnectionChange>,
) -> Result<Json<ConnectionView>, Problem> {
    let (scope, id) = (&client.caller.scope, connection_id(&id)?);
    if let Some(name) = &body.value.name {
        sso::rename(&gov, scope, id, &ShortText::parse("name", name).map_err(governance::Error::from)?).await?;
    }
    if let Some(enabled) = body.value.enabled {
        sso::set_enabled(&gov, scope, id, enabled).await?;
    }
    if let Some(allowed) = body.value.idp_initiated {
        sso::set_idp_initiated(&gov, scope, id, allowed).await?;
    }
    Ok(Json(sso::view(&gov, scope, id).await?))
}

/// Removes a connection that no domain leads to, with its keys, its links and its log; the people stay members.
#[utoipa::path(delete, path = "/api/v1/sso/connections/{id}", tag = "single sign-on", params(("id" = String, Path)),
    responses((status = 204), (status = 404), (status = 409)))]
pub(in crate::api) async fn remove_connection(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    sso::remove(&gov, &client.caller.scope, connection_id(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says who becomes a member by coming, and where the address is read from.
#[utoipa::path(put, path = "/api/v1/sso/connections/{id}/mapping", tag = "single sign-on", params(("id" = String, Path)),
    request_body = SsoMapping, responses((status = 200, body = SsoConnectionDetail), (status = 404)))]
pub(in crate::api) async fn map_people(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    body: Body<SsoMapping>,
) -> Result<Json<ConnectionView>, Problem> {
    let (scope, id, new) = (&client.caller.scope, connection_id(&id)?, body.value);
    let named = |field, text: Option<&str>| text.map(|text| ShortText::parse(field, text)).transpose().map_err(governance::Error::from);
    let email_attribute = named("email_attribute", new.email_attribute.as_deref())?;
    let groups_attribute = named("groups_attribute", new.groups_attribute.as_deref())?;
    let mapping = Mapping { email_attribute, groups_attribute, default_role: new.default_role, sign_requests: new.sign_requests };
    sso::set_mapping(&gov, scope, id, mapping).await?;
    Ok(Json(sso::view(&gov, scope, id).await?))
}
