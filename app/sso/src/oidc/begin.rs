use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::CryptoRng;
use sha2::{Digest, Sha256};
use url::Url;

use super::Provider;
use crate::{Handle, Refusal, random_handle};

/// A sign-in that was begun: what has to be kept until the answer, and where the browser goes.
#[derive(Debug)]
pub struct Begun {
    /// What the token has to repeat.
    pub nonce: Handle,
    /// What proves that the code was asked for here.
    pub verifier: Handle,
    /// Where the browser goes.
    pub url: String,
}

/// Begins a sign-in; `state` comes back with the answer.
pub fn begin(
    provider: &Provider,
    client_id: &str,
    redirect_uri: &str,
    state: &str,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<Begun, Refusal> {
    let (nonce, verifier) = (random_handle(rng), random_handle(rng));
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose()));
    let mut url = Url::parse(&provider.authorization_endpoint).map_err(|error| Refusal::Token(error.to_string()))?;
    url.query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", client_id)
        .append_pair("redirect_uri", redirect_uri)
        .append_pair("scope", "openid email profile")
        .append_pair("state", state)
        .append_pair("nonce", nonce.expose())
        .append_pair("code_challenge", &challenge)
        .append_pair("code_challenge_method", "S256");
    Ok(Begun { nonce, verifier, url: url.into() })
}
