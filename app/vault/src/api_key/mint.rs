use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use model::{KeyEnvironment, KeyId, OrgId};
use rand::CryptoRng;
use time::OffsetDateTime;

use super::{
    PREFIX,
    claims::{Claims, VERSION},
};
use crate::{
    Error, Result, SecretString,
    signing::{Purpose, SigningKeyPair},
};

/// A whole API key, shown once to the person who made it.
pub type ApiKeySecret = SecretString;

/// Signs new API keys.
#[derive(Debug)]
pub struct ApiKeyIssuer(SigningKeyPair);

impl ApiKeyIssuer {
    /// An issuer; the pair must be for API keys.
    pub fn new(pair: SigningKeyPair) -> Result<Self> {
        match pair.purpose() {
            Purpose::ApiKeys => Ok(Self(pair)),
            Purpose::Checkpoints | Purpose::UserTokens => Err(Error::NotASigningKey),
        }
    }

    /// The key under which this issuer signs.
    pub fn kid(&self) -> &str {
        self.0.kid()
    }

    /// A new secret for `key`; sub-second parts of the times are dropped.
    pub fn mint(
        &self,
        key: KeyId,
        org: OrgId,
        environment: KeyEnvironment,
        expires: Option<OffsetDateTime>,
        now: OffsetDateTime,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> ApiKeySecret {
        let mut nonce = [0; 16];
        rng.fill_bytes(&mut nonce);
        let claims = Claims {
            v: VERSION,
            kid: self.kid(),
            key: key.as_uuid(),
            org: org.as_uuid(),
            env: environment.as_str(),
            iat: now.unix_timestamp(),
            exp: expires.map(OffsetDateTime::unix_timestamp),
            n: &URL_SAFE_NO_PAD.encode(nonce),
        };
        let signed = format!("{PREFIX}{}", claims.encode());
        let signature = URL_SAFE_NO_PAD.encode(self.0.sign(signed.as_bytes()));
        SecretString::new(format!("{signed}-{signature}"))
    }
}
