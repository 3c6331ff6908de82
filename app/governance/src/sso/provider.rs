use model::{ConnectionId, Invalid, SsoProtocol, views::ProviderView};
use store::{
    OrgScope,
    sso::{self as rows, ConnectionFields, ConnectionRow},
};

use super::{
    client_secret,
    connection::{self, Protocol},
    guests, keys,
    offer::NewProvider,
    shown,
};
use crate::{Error, Governance, Result};

/// What would be stored, to be looked at first.
pub async fn preview(gov: &Governance, scope: &OrgScope, connection: ConnectionId, new: &NewProvider) -> Result<ProviderView> {
    let all = asked_for(gov, scope, connection, new).await?;
    let read = new.read(gov).await?;
    Ok(shown::provider(&read, new.metadata_url(), gov.now(), Some(connection), &all))
}

/// Gives a connection its provider, or another one. With `seen`, only what was looked at is taken: whoever publishes it may have
/// changed it meanwhile. The first time switches the connection on; nobody is sent to it before a domain is. Another provider has
/// to be seen to work before a domain may require it.
pub async fn set_provider(
    gov: &Governance,
    scope: &OrgScope,
    connection: ConnectionId,
    new: NewProvider,
    seen: Option<&str>,
) -> Result<()> {
    asked_for(gov, scope, connection, &new).await?;
    let read = new.read(gov).await?;
    if seen.is_some_and(|seen| seen != shown::fingerprint(&read)) {
        let sentence = "What the provider publishes has changed since you looked at it. Look at it again.";
        return Err(Error::Conflict(sentence.to_owned()));
    }
    let is_saml = new.protocol() == SsoProtocol::Saml;
    let key = if is_saml { Some(keys::new_key(gov, scope, connection).await?) } else { None };
    let metadata_url = new.metadata_url();
    let secret_sealed = secret_of(gov, scope, connection, new).await?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let (row, acting) = connection::to_set_up(&mut tx, connection).await?;
    let fields = changed_to(&row, &read, metadata_url, secret_sealed)?;
    rows::update(&mut tx, connection, &fields).await?;
    if fields.provider != row.fields.provider {
        rows::forget_success(&mut tx, connection).await?;
    }
    if let Some((id, key, sealed)) = key
        && rows::keys_of(&mut tx, connection).await?.is_empty()
    {
        rows::add_key(&mut tx, connection, id, &key.certificate.der, &sealed, true).await?;
    }
    guests::note_used(&mut tx).await?;
    tx.commit(acting.sign(connection::changed(&row, "provider"))).await?;
    Ok(())
}

/// Before anybody is asked: whoever asks may change the connection, and it speaks this protocol. Gives every connection.
async fn asked_for(gov: &Governance, scope: &OrgScope, connection: ConnectionId, new: &NewProvider) -> Result<Vec<ConnectionRow>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let (row, _) = connection::to_set_up(&mut tx, connection).await?;
    if row.protocol != new.protocol().as_str() {
        return Err(Error::Conflict("This connection speaks another protocol. Make a new one.".to_owned()));
    }
    Ok(rows::list(&mut tx).await?)
}

/// The connection with this provider. A secret that is stored is kept for the provider that it was for, and shown to no other.
fn changed_to(
    row: &ConnectionRow,
    read: &Protocol,
    metadata_url: Option<String>,
    secret_sealed: Option<Vec<u8>>,
) -> Result<ConnectionFields> {
    let is_same = connection::protocol(row).is_ok_and(|before| shown::provider_id(&before) == shown::provider_id(read));
    let kept = row.fields.secret_sealed.clone().filter(|_| is_same);
    let fields = ConnectionFields {
        provider: Some(stored(read)?),
        metadata_url,
        secret_sealed: secret_sealed.or(kept),
        enabled: row.fields.provider.is_none() || row.fields.enabled,
        ..row.fields.clone()
    };
    client_is_whole(read, fields.secret_sealed.is_some())?;
    Ok(fields)
}

/// The form in which it is stored.
pub(super) fn stored(read: &Protocol) -> Result<serde_json::Value> {
    match read {
        Protocol::Saml(idp) => serde_json::to_value(idp).map_err(Error::broken),
        Protocol::Oidc(settings) => serde_json::to_value(settings).map_err(Error::broken),
    }
}

/// The client's secret, sealed; nothing when none was typed.
pub(super) async fn secret_of(gov: &Governance, scope: &OrgScope, connection: ConnectionId, new: NewProvider) -> Result<Option<Vec<u8>>> {
    let NewProvider::Oidc { client_secret: secret, .. } = new else { return Ok(None) };
    if secret.expose().trim().is_empty() {
        return Ok(None);
    }
    let sealed = gov.parts.vault.seal(&client_secret(scope.org(), connection), secret.expose().trim().as_bytes()).await?;
    Ok(Some(sealed.to_bytes()))
}

/// An OpenID Connect client has an id and a secret.
pub(super) fn client_is_whole(read: &Protocol, has_secret: bool) -> Result<()> {
    let Protocol::Oidc(settings) = read else { return Ok(()) };
    if settings.client_id.is_empty() || settings.client_id.len() > 500 {
        return Err(Invalid::new("client_id", "is required").into());
    }
    if !has_secret {
        return Err(Invalid::new("client_secret", "is required").into());
    }
    Ok(())
}
