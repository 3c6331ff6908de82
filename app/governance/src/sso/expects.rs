use model::{OrgId, SetUpLinkId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use vault::Sealed;

use super::log_out::AtProvider;
use crate::{Error, Governance, Result, contexts};

/// What an answer has to fit, kept between the two halves of a sign-in.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Expects {
    /// The id of the request.
    Saml(String),
    /// The nonce, and what proves that the code was asked for here.
    Oidc(String, String),
    /// A guest's test: by which link, and what the answer has to fit.
    ForGuest(SetUpLinkId, Box<Expects>),
    /// Somebody signed out here and may go on: what their provider has to be told.
    Leaving(AtProvider),
    /// They went on to a SAML provider: the id of the message.
    LeftSaml(String),
    /// They went on to an OpenID Connect provider.
    LeftOidc,
}

impl Expects {
    /// What the answer has to fit, and by which link a guest began.
    pub(super) fn whose(self) -> (Self, Option<SetUpLinkId>) {
        match self {
            Self::ForGuest(link, expects) => (*expects, Some(link)),
            Self::Saml(_) | Self::Oidc(..) | Self::Leaving(_) | Self::LeftSaml(_) | Self::LeftOidc => (self, None),
        }
    }

    pub(super) async fn seal(&self, gov: &Governance, org: OrgId, handle: &[u8; 32]) -> Result<Vec<u8>> {
        let text = serde_json::to_vec(self).map_err(Error::broken)?;
        Ok(gov.parts.vault.seal(&contexts::sso_request(org, handle), &text).await?.to_bytes())
    }

    pub(super) async fn open(gov: &Governance, org: OrgId, handle: &[u8; 32], sealed: &[u8]) -> Result<Self> {
        let text = gov.parts.vault.open(&contexts::sso_request(org, handle), &Sealed::from_bytes(sealed)?).await?;
        serde_json::from_slice(text.expose()).map_err(Error::broken)
    }
}

/// Handles are stored as digests only.
pub(super) fn digest(handle: &str) -> [u8; 32] {
    Sha256::digest(handle).into()
}
