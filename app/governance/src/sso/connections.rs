use ledger::Deed;
use model::{BuiltInRole, ConnectionId, DeedKind, Id, Invalid, ShortText};
use sso::{
    oidc,
    saml::{IdentityProvider, read_metadata, sp_metadata},
};
use store::{
    OrgScope, OrgTx, entry, members,
    sso::{self as rows, ConnectionFields, ConnectionRow},
};
use uuid::Uuid;
use vault::SecretString;

use super::{
    client_secret,
    connection::{self, OidcSettings, Protocol},
    keys, plan_allows,
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

/// A provider, by its protocol.
#[derive(Debug)]
pub enum NewProvider {
    /// The provider's metadata.
    SamlMetadata(Vec<u8>),
    /// Typed in.
    SamlFields(Box<IdentityProvider>),
    /// An issuer, asked now, and the client that it gave us.
    Oidc {
        /// Who it is.
        issuer: String,
        /// The client's id.
        client_id: String,
        /// The client's secret.
        client_secret: SecretString,
    },
}

/// Every connection of the organisation.
pub async fn list(gov: &Governance, scope: &OrgScope) -> Result<Vec<ConnectionRow>> {
    Ok(rows::list(&mut gov.pool().org_tx(scope).await?).await?)
}

/// Makes a connection, switched on; nobody is sent to it before a domain is.
pub async fn create(gov: &Governance, scope: &OrgScope, new: NewConnection) -> Result<ConnectionRow> {
    let connection: ConnectionId = Id::from_uuid(Uuid::now_v7());
    let default_role = new.default_role.map(|role| modest(&role)).transpose()?;
    let mut fields = ConnectionFields {
        name: new.name.as_str().to_owned(),
        provider: serde_json::Value::Null,
        secret_sealed: None,
        email_attribute: new.email_attribute.map(String::from),
        default_role,
        sign_requests: false,
        enabled: true,
    };
    let protocol = match new.provider {
        NewProvider::SamlMetadata(xml) => saml_fields(read_metadata(&xml, gov.now()), &mut fields)?,
        NewProvider::SamlFields(idp) => saml_fields(idp.checked(gov.now()), &mut fields)?,
        NewProvider::Oidc { issuer, client_id, client_secret: secret } => {
            let settings = discover(gov, &issuer, client_id).await?;
            let sealed = gov.parts.vault.seal(&client_secret(scope.org(), connection), secret.expose().as_bytes()).await?;
            fields.secret_sealed = Some(sealed.to_bytes());
            fields.provider = serde_json::to_value(settings).map_err(Error::broken)?;
            "oidc"
        }
    };
    let key = if protocol == "saml" { Some(keys::new_key(gov, scope, connection).await?) } else { None };
    let mut tx = gov.pool().org_tx(scope).await?;
    plan_allows(store::orgs::this(&mut tx).await?.tier)?;
    let acting = members::acting(&mut tx).await?;
    rows::add(&mut tx, connection, protocol, &fields).await?;
    if let Some((id, key, sealed)) = key {
        rows::add_key(&mut tx, connection, id, &key.certificate.der, &sealed, true).await?;
    }
    let row = connection::find(&mut tx, connection).await?;
    let deed = Deed::new(DeedKind::SsoConnectionAdded, connection.as_uuid()).target(fields.name.as_str()).fact("protocol", protocol);
    tx.commit(acting.sign(deed)).await?;
    Ok(row)
}

/// Never owner, never admin: what a provider says makes nobody powerful.
fn modest(role: &str) -> Result<String> {
    match BuiltInRole::parse(role) {
        Some(BuiltInRole::Owner | BuiltInRole::Admin) | None => {
            Err(Invalid::new("default_role", "is one of policy_admin, approver, developer, auditor, viewer").into())
        }
        Some(role) => Ok(role.as_str().to_owned()),
    }
}

fn saml_fields(
    read: std::result::Result<IdentityProvider, sso::saml::MetadataFault>,
    fields: &mut ConnectionFields,
) -> Result<&'static str> {
    let idp = read.map_err(|fault| Invalid::new("metadata", fault.to_string()))?;
    fields.provider = serde_json::to_value(idp).map_err(Error::broken)?;
    Ok("saml")
}

async fn discover(gov: &Governance, issuer: &str, client_id: String) -> Result<OidcSettings> {
    let url = oidc::discovery_url(issuer)?;
    let cannot = |what: String| Invalid::new("issuer", what);
    let body = gov.parts.outbound.get(&url).await.map_err(|fault| cannot(format!("could not be asked at {url}: {fault}")))?;
    let provider = oidc::read_provider(issuer.trim(), &body).map_err(|why| cannot(why.to_string()))?;
    if client_id.is_empty() || client_id.len() > 500 {
        return Err(Invalid::new("client_id", "is required").into());
    }
    Ok(OidcSettings { provider, client_id })
}

/// Switches a connection on or off. Off, nobody comes by it; those whose domain requires it come by password again.
pub async fn set_enabled(gov: &Governance, scope: &OrgScope, connection: ConnectionId, enabled: bool) -> Result<ConnectionRow> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let row = connection::find(&mut tx, connection).await?;
    let acting = members::acting(&mut tx).await?;
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
            let described = discover(gov, &settings.provider.issuer, settings.client_id).await;
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
