//! A stored connection, read.

use ledger::Deed;
use model::{BuiltInRole, ConnectionId, DeedKind, Principal};
use sso::{
    oidc::Provider,
    saml::{IdentityProvider, ServiceProvider, SpKey},
};
use store::{
    OrgScope, OrgTx,
    members::{self, Acting},
    sso::{self as rows, ConnectionRow, KeyRow},
};
use vault::{Sealed, SecretString};

use super::{client_secret, guests};
use crate::{Error, Governance, Result, contexts, grants::Actor};

/// What is known of a provider, by its protocol.
#[derive(Debug)]
pub(super) enum Protocol {
    Saml(IdentityProvider),
    Oidc(OidcSettings),
}

/// An OpenID Connect provider, and who we are to it.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub(super) struct OidcSettings {
    pub(super) provider: Provider,
    pub(super) client_id: String,
}

pub(super) async fn find(tx: &mut OrgTx, connection: ConnectionId) -> Result<ConnectionRow> {
    rows::find(tx, connection).await?.ok_or(Error::NotFound)
}

pub(super) fn protocol(row: &ConnectionRow) -> Result<Protocol> {
    let provider =
        row.fields.provider.clone().ok_or_else(|| Error::Conflict(format!("The provider of {} is not known yet.", row.fields.name)))?;
    match row.protocol.as_str() {
        "saml" => serde_json::from_value(provider).map(Protocol::Saml).map_err(Error::broken),
        _ => serde_json::from_value(provider).map(Protocol::Oidc).map_err(Error::broken),
    }
}

/// What a provider says is believed for everybody of its domains: whoever sets one up, or leads a domain to it, could come in
/// as any of them. So it takes all that an admin may do.
pub(super) async fn may_vouch(tx: &mut OrgTx) -> Result<()> {
    Actor::in_tx(tx).await?.hand_out(BuiltInRole::Admin.permissions())
}

/// A connection that is about to be changed, by somebody who may.
pub(super) async fn to_change(tx: &mut OrgTx, connection: ConnectionId) -> Result<(ConnectionRow, Acting)> {
    may_vouch(tx).await?;
    let row = find(tx, connection).await?;
    Ok((row, members::acting(tx).await?))
}

/// A connection whose provider is about to be changed: by somebody who may, or by the guest of an open link of its own.
pub(super) async fn to_set_up(tx: &mut OrgTx, connection: ConnectionId) -> Result<(ConnectionRow, Acting)> {
    let Principal::Guest { link } = *tx.scope().principal() else { return to_change(tx, connection).await };
    let (_, row) = guests::open(tx, link).await?;
    if row.connection() != connection {
        return Err(Error::NotFound);
    }
    Ok((row, members::acting(tx).await?))
}

/// The record of a change.
pub(super) fn changed(row: &ConnectionRow, what: &str) -> Deed {
    Deed::new(DeedKind::SsoConnectionChanged, row.connection().as_uuid()).target(row.fields.name.as_str()).fact("changed", what)
}

/// Our addresses for a connection; its id alone names it, the organisation's is there for people who read logs.
pub(super) fn service_provider(gov: &Governance, slug: &str, connection: ConnectionId) -> ServiceProvider {
    ServiceProvider::new(&gov.parts.settings.public_url, slug, connection)
}

/// Where an OpenID Connect provider answers to.
pub(super) fn redirect_uri(gov: &Governance, slug: &str, connection: ConnectionId) -> String {
    redirect_uri_at(gov.parts.settings.public_url.trim_end_matches('/'), slug, connection)
}

pub(super) fn redirect_uri_at(public_url: &str, slug: &str, connection: ConnectionId) -> String {
    format!("{public_url}/auth/oidc/{slug}/{connection}/callback")
}

/// Where an OpenID Connect provider sends browsers that signed out there.
pub(super) fn signed_out_uri_at(public_url: &str, slug: &str, connection: ConnectionId) -> String {
    format!("{public_url}/auth/oidc/{slug}/{connection}/signed-out")
}

/// The key that signs requests now.
pub(super) async fn signing_key(gov: &Governance, scope: &OrgScope, connection: ConnectionId, keys: &[KeyRow]) -> Result<Option<SpKey>> {
    let Some(current) = keys.iter().find(|key| key.is_current) else { return Ok(None) };
    let context = contexts::sso_key(scope.org(), connection, current.key());
    let private = gov.parts.vault.open(&context, &Sealed::from_bytes(&current.private_sealed)?).await?;
    SpKey::from_parts(private, &current.certificate).map(Some).map_err(Error::broken)
}

/// The secret of an OpenID Connect client.
pub(super) async fn secret(gov: &Governance, scope: &OrgScope, row: &ConnectionRow) -> Result<SecretString> {
    let sealed = row.fields.secret_sealed.as_deref().ok_or_else(|| Error::broken("the connection has no client secret"))?;
    let opened = gov.parts.vault.open(&client_secret(scope.org(), row.connection()), &Sealed::from_bytes(sealed)?).await?;
    String::from_utf8(opened.expose().clone()).map(SecretString::new).map_err(Error::broken)
}
