use ledger::Deed;
use model::{ConnectionId, DeedKind, Id, IdpKind, ShortText, SsoProtocol};
use sso::{oidc, saml::sp_metadata};
use store::{
    OrgScope, OrgTx, entry, members,
    sso::{self as rows, ConnectionFields, ConnectionRow},
};
use uuid::Uuid;

use super::{
    change::modest,
    connection::{self, Protocol},
    keys,
    offer::{self, NewProvider},
    plan_allows, provider,
};
use crate::{Error, Governance, Result};

/// What a new connection is to be.
#[derive(Debug)]
pub struct NewConnection {
    /// Its name, once per organisation: people read "Acme signs in with ...".
    pub name: ShortText<60>,
    /// The provider.
    pub provider: NewProvider,
    /// Where the address is read from, when the usual names do not fit.
    pub email_attribute: Option<ShortText<200>>,
    /// The role of people who come for the first time; nobody new comes without one.
    pub default_role: Option<String>,
}

/// Every connection of the organisation.
pub async fn list(gov: &Governance, scope: &OrgScope) -> Result<Vec<ConnectionRow>> {
    Ok(rows::list(&mut gov.pool().org_tx(scope).await?).await?)
}

/// Makes a connection, switched on; nobody is sent to it before a domain is.
pub async fn create(gov: &Governance, scope: &OrgScope, new: NewConnection) -> Result<ConnectionRow> {
    let connection: ConnectionId = Id::from_uuid(Uuid::now_v7());
    let read = new.provider.read(gov).await?;
    let (protocol, metadata_url) = (new.provider.protocol(), new.provider.metadata_url());
    let secret_sealed = provider::secret_of(gov, scope, connection, new.provider).await?;
    provider::client_is_whole(&read, secret_sealed.is_some())?;
    let fields = ConnectionFields {
        provider: Some(provider::stored(&read)?),
        metadata_url,
        secret_sealed,
        email_attribute: new.email_attribute.map(String::from),
        default_role: new.default_role.as_deref().map(modest).transpose()?,
        enabled: true,
        ..nothing_yet(&new.name)
    };
    let key = if protocol == SsoProtocol::Saml { Some(keys::new_key(gov, scope, connection).await?) } else { None };
    let mut tx = gov.pool().org_tx(scope).await?;
    let added = add(&mut tx, connection, (protocol, IdpKind::Other), &fields).await?;
    if let Some((id, key, sealed)) = key {
        rows::add_key(&mut tx, connection, id, &key.certificate.der, &sealed, true).await?;
    }
    let row = connection::find(&mut tx, connection).await?;
    tx.commit(added).await?;
    Ok(row)
}

/// Begins to set a connection up: it has a name and our values, and no provider yet.
pub async fn begin_set_up(
    gov: &Governance,
    scope: &OrgScope,
    name: &ShortText<60>,
    protocol: SsoProtocol,
    kind: IdpKind,
) -> Result<ConnectionId> {
    let connection: ConnectionId = Id::from_uuid(Uuid::now_v7());
    let mut tx = gov.pool().org_tx(scope).await?;
    let added = add(&mut tx, connection, (protocol, kind), &nothing_yet(name)).await?;
    tx.commit(added).await?;
    Ok(connection)
}

fn nothing_yet(name: &ShortText<60>) -> ConnectionFields {
    ConnectionFields {
        name: name.as_str().to_owned(),
        provider: None,
        metadata_url: None,
        secret_sealed: None,
        email_attribute: None,
        groups_attribute: None,
        default_role: None,
        sign_requests: false,
        idp_initiated: false,
        enabled: false,
    }
}

async fn add(
    tx: &mut OrgTx,
    connection: ConnectionId,
    (protocol, kind): (SsoProtocol, IdpKind),
    fields: &ConnectionFields,
) -> Result<Deed> {
    plan_allows(store::orgs::this(tx).await?.tier)?;
    connection::may_vouch(tx).await?;
    let acting = members::acting(tx).await?;
    rows::add(tx, connection, (protocol.as_str(), kind.as_str()), fields).await?;
    let deed = Deed::new(DeedKind::SsoConnectionAdded, connection.as_uuid()).target(fields.name.as_str());
    Ok(acting.sign(deed.fact("protocol", protocol.as_str())))
}

/// Switches a connection on or off. Off, nobody comes by it; those whose domain requires it come by password again.
pub async fn set_enabled(gov: &Governance, scope: &OrgScope, connection: ConnectionId, enabled: bool) -> Result<ConnectionRow> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let (row, acting) = connection::to_change(&mut tx, connection).await?;
    connection::protocol(&row)?;
    rows::update(&mut tx, connection, &ConnectionFields { enabled, ..row.fields.clone() }).await?;
    let row = connection::find(&mut tx, connection).await?;
    let deed = Deed::new(DeedKind::SsoConnectionChanged, connection.as_uuid()).target(row.fields.name.as_str()).fact("enabled", enabled);
    tx.commit(acting.sign(deed)).await?;
    Ok(row)
}

/// Our metadata for a connection; public, as our addresses are.
pub async fn metadata(gov: &Governance, slug: &str, connection: ConnectionId) -> Result<String> {
    let owner = entry::sso_connection(gov.pool(), connection).await?.filter(|owner| owner.slug == slug).ok_or(Error::NotFound)?;
    let mut tx = gov.pool().org_tx(&owner.scope()).await?;
    let row = connection::find(&mut tx, connection).await?;
    let Protocol::Saml(idp) = connection::protocol(&row)? else { return Err(Error::NotFound) };
    let keys = rows::keys_of(&mut tx, connection).await?;
    let certificates: Vec<_> = keys.iter().filter_map(|key| sso::Certificate::from_der(&key.certificate).ok()).collect();
    let sp = connection::service_provider(gov, slug, connection);
    Ok(sp_metadata(&sp, &certificates.iter().collect::<Vec<_>>(), row.fields.sign_requests || idp.wants_signed_requests))
}

/// Looks whether a connection could work now: certificates that can check, or a provider that answers and has keys.
pub async fn test(
    gov: &Governance,
    scope: &OrgScope,
    connection: ConnectionId,
) -> Result<Vec<(&'static str, std::result::Result<String, String>)>> {
    let row = read(&mut gov.pool().org_tx(scope).await?, connection).await?;
    match connection::protocol(&row)? {
        Protocol::Saml(idp) => {
            let usable = idp.usable_certificates(gov.now());
            let seen = usable
                .map(|all| all.iter().map(|one| format!("{} until {}", one.key, one.not_after.date())).collect::<Vec<_>>().join(", "));
            Ok(vec![("certificate", seen.map_err(|fault| fault.to_string()))])
        }
        Protocol::Oidc(settings) => {
            let described = offer::discover(gov, &settings.provider.issuer, settings.client_id).await;
            let keys = match url::Url::parse(&settings.provider.jwks_uri) {
                Ok(url) => gov.parts.outbound.get(&url).await.map_err(|fault| fault.to_string()),
                Err(error) => Err(error.to_string()),
            };
            let keys = keys.and_then(|body| oidc::Keys::read(&body).map_err(|why| why.to_string()));
            let described = described.map(|settings| settings.provider.issuer).map_err(|error| error.to_string());
            Ok(vec![("description", described), ("keys", keys.map(|_| "usable keys are published".to_owned()))])
        }
    }
}

async fn read(tx: &mut OrgTx, connection: ConnectionId) -> Result<ConnectionRow> {
    connection::find(tx, connection).await
}
