use axum::{
    Json,
    extract::{Path, State},
};
use gate::{ApiClient, SettingsWrite, json_body::Body, problem::Problem};
use governance::{Governance, sso};
use model::views::ConnectionView;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{connection_id, shapes::SsoConnectionDetail};

/// A certificate of a provider.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct SsoCertificateToTrust {
    /// PEM, or the text of metadata.
    certificate: String,
}

/// An act that needs no words: `{}`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct NoWords {}

/// Trusts one more certificate of the provider, beside those that are trusted already.
#[utoipa::path(post, path = "/api/v1/sso/connections/{id}/certificates", tag = "single sign-on", params(("id" = String, Path)),
    request_body = SsoCertificateToTrust, responses((status = 200, body = SsoConnectionDetail), (status = 404), (status = 409)))]
pub(in crate::api) async fn trust_certificate(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    body: Body<SsoCertificateToTrust>,
) -> Result<Json<ConnectionView>, Problem> {
    let (scope, id) = (&client.caller.scope, connection_id(&id)?);
    sso::add_certificate(&gov, scope, id, &body.value.certificate).await?;
    Ok(Json(sso::view(&gov, scope, id).await?))
}

/// Trusts a certificate no longer; one that can check a signature always stays.
#[utoipa::path(delete, path = "/api/v1/sso/connections/{id}/certificates/{sha256}", tag = "single sign-on",
    params(("id" = String, Path), ("sha256" = String, Path)),
    responses((status = 200, body = SsoConnectionDetail), (status = 404), (status = 409)))]
pub(in crate::api) async fn distrust_certificate(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
    Path((id, sha256)): Path<(String, String)>,
) -> Result<Json<ConnectionView>, Problem> {
    let (scope, id) = (&client.caller.scope, connection_id(&id)?);
    sso::remove_certificate(&gov, scope, id, &sha256.to_ascii_lowercase()).await?;
    Ok(Json(sso::view(&gov, scope, id).await?))
}

/// Reads the provider's metadata again from where it is published; what is new is trusted beside what was.
#[utoipa::path(post, path = "/api/v1/sso/connections/{id}/metadata-refresh", tag = "single sign-on", params(("id" = String, Path)),
    request_body = NoWords, responses((status = 200, body = SsoConnectionDetail), (status = 404), (status = 409)))]
pub(in crate::api) async fn refresh_metadata(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    _: Body<NoWords>,
) -> Result<Json<ConnectionView>, Problem> {
    let (scope, id) = (&client.caller.scope, connection_id(&id)?);
    sso::refresh(&gov, scope, id).await?;
    Ok(Json(sso::view(&gov, scope, id).await?))
}

/// Publishes a next key of ours beside the present one; called again, that key signs.
#[utoipa::path(post, path = "/api/v1/sso/connections/{id}/key", tag = "single sign-on", params(("id" = String, Path)),
    request_body = NoWords, responses((status = 200, body = SsoConnectionDetail), (status = 404), (status = 409)))]
pub(in crate::api) async fn change_our_key(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    _: Body<NoWords>,
) -> Result<Json<ConnectionView>, Problem> {
    let (scope, id) = (&client.caller.scope, connection_id(&id)?);
    sso::our_key(&gov, scope, id).await?;
    Ok(Json(sso::view(&gov, scope, id).await?))
}
