//! What an administrator brings of a provider, read: metadata from where it is published, as a file, or typed in; or an issuer.

use model::{Invalid, SsoProtocol, views::ProviderOffer};
use sso::{
    Certificate, oidc,
    saml::{IdentityProvider, MetadataFault, read_metadata},
};
use url::Url;
use vault::SecretString;

use super::connection::{OidcSettings, Protocol};
use crate::{Governance, Result};

/// A provider, by its protocol.
#[derive(Debug)]
pub enum NewProvider {
    /// The provider's metadata.
    SamlMetadata(Vec<u8>),
    /// Where the provider publishes its metadata; asked now.
    SamlMetadataUrl(String),
    /// Typed in.
    SamlFields(Box<IdentityProvider>),
    /// An issuer, asked now, and the client that it gave us.
    Oidc {
        /// Who it is.
        issuer: String,
        /// The client's id.
        client_id: String,
        /// The client's secret; empty keeps the one that is stored.
        client_secret: SecretString,
    },
}

impl NewProvider {
    /// Reads what a form or a call states.
    pub fn of(offer: ProviderOffer, client_secret: SecretString) -> Result<Self> {
        Ok(match offer.source.as_str() {
            "url" => Self::SamlMetadataUrl(offer.metadata_url),
            "xml" => Self::SamlMetadata(offer.metadata.into_bytes()),
            "fields" => {
                let unfit = |fault| Invalid::new("certificate", format!("The certificate cannot be used: {fault}."));
                let certificate = Certificate::from_text(&offer.certificate).map_err(unfit)?;
                Self::SamlFields(Box::new(IdentityProvider {
                    entity_id: offer.entity_id.trim().to_owned(),
                    redirect_url: Some(offer.sso_url.trim().to_owned()),
                    post_url: None,
                    log_out_redirect: None,
                    log_out_post: None,
                    wants_signed_requests: false,
                    certificates: vec![certificate],
                }))
            }
            "issuer" => Self::Oidc { issuer: offer.issuer, client_id: offer.client_id, client_secret },
            _ => return Err(Invalid::new("source", "is url, xml, fields or issuer").into()),
        })
    }

    pub(super) const fn protocol(&self) -> SsoProtocol {
        match self {
            Self::SamlMetadata(_) | Self::SamlMetadataUrl(_) | Self::SamlFields(_) => SsoProtocol::Saml,
            Self::Oidc { .. } => SsoProtocol::Oidc,
        }
    }

    pub(super) fn metadata_url(&self) -> Option<String> {
        match self {
            Self::SamlMetadataUrl(url) => Some(url.trim().to_owned()),
            Self::SamlMetadata(_) | Self::SamlFields(_) | Self::Oidc { .. } => None,
        }
    }

    /// Reads it, and asks whom it names. Nothing is stored.
    pub(super) async fn read(&self, gov: &Governance) -> Result<Protocol> {
        Ok(match self {
            Self::SamlMetadata(xml) => Protocol::Saml(read_metadata(xml, gov.now()).map_err(|fault| unfit("metadata", &fault))?),
            Self::SamlMetadataUrl(url) => Protocol::Saml(published(gov, url).await?),
            Self::SamlFields(idp) => Protocol::Saml((**idp).clone().checked(gov.now()).map_err(|fault| unfit(field_of(&fault), &fault))?),
            Self::Oidc { issuer, client_id, .. } => Protocol::Oidc(discover(gov, issuer, client_id.trim().to_owned()).await?),
        })
    }
}

fn unfit(field: &'static str, fault: &MetadataFault) -> Invalid {
    Invalid::new(field, fault.to_string())
}

/// Which of the typed fields a fault is about.
fn field_of(fault: &MetadataFault) -> &'static str {
    match fault {
        MetadataFault::Address(_) => "sso_url",
        MetadataFault::Shape(_) => "entity_id",
        MetadataFault::NoCertificate(_) | MetadataFault::Xml(_) | MetadataFault::Over(_) => "certificate",
    }
}

/// The metadata at an address that a customer names.
pub(super) async fn published(gov: &Governance, url: &str) -> Result<IdentityProvider> {
    let cannot = |what: String| Invalid::new("metadata_url", what);
    let address = Url::parse(url.trim()).map_err(|_| cannot("is not an address such as https://idp.example/metadata".to_owned()))?;
    let xml = gov.parts.outbound.get(&address).await;
    let xml = xml.map_err(|fault| cannot(format!("The metadata could not be fetched from there: {fault}.")))?;
    Ok(read_metadata(&xml, gov.now()).map_err(|fault| unfit("metadata_url", &fault))?)
}

pub(super) async fn discover(gov: &Governance, issuer: &str, client_id: String) -> Result<OidcSettings> {
    let url = oidc::discovery_url(issuer)?;
    let cannot = |what: String| Invalid::new("issuer", what);
    let body = gov.parts.outbound.get(&url).await;
    let body = body.map_err(|fault| cannot(format!("The provider could not be asked at {url}: {fault}.")))?;
    let provider = oidc::read_provider(issuer.trim(), &body).map_err(|why| cannot(why.to_string()))?;
    Ok(OidcSettings { provider, client_id })
}
