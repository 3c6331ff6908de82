use model::Invalid;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::{Refusal, refusal::quoted, secure_url};

const WELL_KNOWN: &str = "/.well-known/openid-configuration";

/// What a provider says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
    /// Who it is; every token has to name exactly this.
    pub issuer: String,
    /// Where a browser is sent.
    pub authorization_endpoint: String,
    /// Where a code is exchanged.
    pub token_endpoint: String,
    /// Where its keys are.
    pub jwks_uri: String,
    /// Where a browser is sent to sign out.
    #[serde(default)]
    pub end_session_endpoint: Option<String>,
    /// Ways to show our secret; the standard's default is in the header.
    #[serde(default)]
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    /// Whether its answer has to name it (RFC 9207).
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
}

/// Where a provider describes itself.
pub fn discovery_url(issuer: &str) -> Result<Url, Invalid> {
    let url = secure_url("issuer", issuer)?;
    if url.query().is_some() {
        return Err(Invalid::new("issuer", "must not carry a query"));
    }
    secure_url("issuer", &format!("{}{WELL_KNOWN}", issuer.trim().trim_end_matches('/')))
}

/// Reads a provider's description. It has to be about the issuer that was asked for, letter for letter.
pub fn read_provider(issuer: &str, body: &[u8]) -> Result<Provider, Refusal> {
    let provider: Provider =
        serde_json::from_slice(body).map_err(|error| Refusal::Token(format!("its description cannot be read: {error}")))?;
    if provider.issuer != issuer {
        return Err(Refusal::Issuer { found: quoted(&provider.issuer), expected: quoted(issuer) });
    }
    let ends = [
        Some(&provider.authorization_endpoint),
        Some(&provider.token_endpoint),
        Some(&provider.jwks_uri),
        provider.end_session_endpoint.as_ref(),
    ];
    for address in ends.into_iter().flatten() {
        secure_url("issuer", address).map_err(|invalid| Refusal::Token(format!("an address in its description {}", invalid.problem)))?;
    }
    Ok(provider)
}

impl Provider {
    /// Whether the secret goes into the form, because the provider does not take it in the header.
    pub(super) fn secret_in_form(&self) -> bool {
        let methods = self.token_endpoint_auth_methods_supported.as_deref().unwrap_or_default();
        let takes = |name: &str| methods.iter().any(|method| method == name);
        takes("client_secret_post") && !takes("client_secret_basic")
    }
}
