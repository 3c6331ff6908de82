use base64::{Engine, engine::general_purpose::STANDARD};
use model::{ConnectionId, OrgId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sso::saml::ProviderSession;
use vault::Sealed;

use crate::{Error, Governance, Result, contexts};

/// The longest id token that is kept; without one, the provider may ask the person whether they mean it.
const MOST_TOKEN_BYTES: usize = 8 * 1024;

/// What has to be named at a provider when somebody signs out there.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sso) enum AtProvider {
    /// Whom the provider means, and by which session.
    Saml(ProviderSession),
    /// The id token of the sign-in, when it is of a usual size.
    Oidc(Option<String>),
}

/// By which connection, and which session with its provider, a browser came. Kept in its session here: what the provider would end
/// it by as digests, what it has to be told sealed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Origin {
    pub(super) org: String,
    pub(super) connection: ConnectionId,
    subject: String,
    index: Option<String>,
    sealed: String,
}

impl AtProvider {
    pub(in crate::sso) fn oidc(token: &str) -> Self {
        Self::Oidc((token.len() <= MOST_TOKEN_BYTES).then(|| token.to_owned()))
    }
}

impl Origin {
    pub(in crate::sso) async fn new(
        gov: &Governance,
        (org, slug): (OrgId, &str),
        connection: ConnectionId,
        subject: &str,
        at_provider: &AtProvider,
    ) -> Result<Self> {
        let index = match at_provider {
            AtProvider::Saml(session) => session.session_index.as_deref().map(|index| index_digest(connection, index)),
            AtProvider::Oidc(_) => None,
        };
        let subject = subject_digest(connection, subject);
        let text = serde_json::to_vec(at_provider).map_err(Error::broken)?;
        let sealed = gov.parts.vault.seal(&contexts::sso_session(org, connection, &subject), &text).await?;
        Ok(Self { org: slug.to_owned(), connection, subject, index, sealed: STANDARD.encode(sealed.to_bytes()) })
    }

    pub(super) async fn open(&self, gov: &Governance, org: OrgId) -> Result<AtProvider> {
        let sealed = STANDARD.decode(&self.sealed).map_err(Error::broken)?;
        let context = contexts::sso_session(org, self.connection, &self.subject);
        let text = gov.parts.vault.open(&context, &Sealed::from_bytes(&sealed)?).await?;
        serde_json::from_slice(text.expose()).map_err(Error::broken)
    }
}

/// Of a person at a connection's provider.
pub(super) fn subject_digest(connection: ConnectionId, name: &str) -> String {
    digest(connection, "subject", name)
}

/// Of a session with a connection's provider.
pub(super) fn index_digest(connection: ConnectionId, index: &str) -> String {
    digest(connection, "index", index)
}

fn digest(connection: ConnectionId, what: &str, text: &str) -> String {
    hex::encode(Sha256::digest(format!("{connection}/{what}/{text}")))
}
