use axum::{
    Json,
    extract::{Path, State},
};
use gate::{ApiClient, SecretString, SettingsWrite, json_body::Body, problem::Problem};
use governance::{
    Governance,
    sso::{self, NewProvider},
};
use model::views::{ConnectionView, ProviderOffer, ProviderView};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    connection_id,
    shapes::{SsoConnectionDetail, SsoProviderRead},
};

/// What is brought of a provider; which fields count depends on `source`.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(in crate::api) struct SsoProviderOffer {
    /// `url`, `xml`, `fields` or `issuer`.
    source: String,
    /// `url`: where the provider publishes its metadata; fetched now.
    metadata_url: String,
    /// `xml`: the metadata.
    metadata: String,
    /// `fields`: what the provider calls itself.
    entity_id: String,
    /// `fields`: where a browser is sent by redirect.
    sso_url: String,
    /// `fields`: a certificate, PEM.
    certificate: String,
    /// `issuer`: the OpenID Connect provider; asked now.
    issuer: String,
    /// `issuer`: the client that it gave us.
    client_id: String,
    /// `issuer`: its secret; left out, the present one stays.
    client_secret: String,
    /// What the preview answered: only that is saved. Left out, whatever is read now is.
    seen: String,
}

impl SsoProviderOffer {
    fn read(self) -> governance::Result<(NewProvider, Option<String>)> {
        let seen = (!self.seen.is_empty()).then_some(self.seen);
        let offer = ProviderOffer {
            source: self.source,
            metadata_url: self.metadata_url,
            metadata: self.metadata,
            entity_id: self.entity_id,
            sso_url: self.sso_url,
            certificate: self.certificate,
            issuer: self.issuer,
            client_id: self.client_id,
        };
        Ok((NewProvider::of(offer, SecretString::new(self.client_secret))?, seen))
    }
}

/// Reads what is brought of a provider, and stores nothing.
#[utoipa::path(post, path = "/api/v1/sso/connections/{id}/provider/preview", tag = "single sign-on", params(("id" = String, Path)),
    request_body = SsoProviderOffer, responses((status = 200, body = SsoProviderRead), (status = 404)))]
pub(in crate::api) async fn preview_provider(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    body: Body<SsoProviderOffer>,
) -> Result<Json<ProviderView>, Problem> {
    let (new, _) = body.value.read()?;
    Ok(Json(sso::preview(&gov, &client.caller.scope, connection_id(&id)?, &new).await?))
}

/// Gives a connection its provider, or another one; the first time switches it on.
#[utoipa::path(put, path = "/api/v1/sso/connections/{id}/provider", tag = "single sign-on", params(("id" = String, Path)),
    request_body = SsoProviderOffer, responses((status = 200, body = SsoConnectionDetail), (status = 404), (status = 409)))]
pub(in crate::api) async fn set_provider(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    body: Body<SsoProviderOffer>,
) -> Result<Json<ConnectionView>, Problem> {
    let (scope, id) = (&client.caller.scope, connection_id(&id)?);
    let (new, seen) = body.value.read()?;
    sso::set_provider(&gov, scope, id, new, seen.as_deref()).await?;
    Ok(Json(sso::view(&gov, scope, id).await?))
}
