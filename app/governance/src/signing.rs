use std::sync::Arc;

use arc_swap::ArcSwap;
use store::CheckpointSigner;
use vault::{
    api_key::{ApiKeyIssuer, ApiKeyVerifier},
    token::Mac,
    user_token::{UserTokenIssuer, UserTokenVerifier},
};

/// The keys that sign for the platform. They are exchanged as one while the service runs, so a use case takes them once and
/// goes on with what it took.
pub struct Signing(ArcSwap<SigningKeys>);

/// For each purpose the key that signs, and every key whose signatures count.
pub struct SigningKeys {
    /// Signs new API keys.
    pub issuer: ApiKeyIssuer,
    /// Verifies API keys.
    pub verifier: ApiKeyVerifier,
    /// Makes context ids and fingerprints.
    pub mac: Mac,
    /// Signs tree heads.
    pub checkpoints: Checkpoints,
    /// Signs and verifies user tokens.
    pub user_tokens: UserTokens,
}

/// The keys of user tokens.
pub struct UserTokens {
    /// Signs new ones.
    pub issuer: UserTokenIssuer,
    /// Verifies them, and names the public halves.
    pub verifier: UserTokenVerifier,
}

/// The checkpoint keys, as far as use cases need them.
#[derive(Clone)]
pub struct Checkpoints {
    /// Signs a tree head.
    pub signer: CheckpointSigner,
    /// The public halves, to verify and to pin; the one that signs comes first. A head that was signed once is verified for
    /// good, so none is ever left out.
    pub verifier_keys: Vec<ledger::VerifierKey>,
}

impl Signing {
    /// Begins with these.
    pub fn new(keys: SigningKeys) -> Self {
        Self(ArcSwap::from_pointee(keys))
    }

    /// The keys of now.
    pub fn now(&self) -> Arc<SigningKeys> {
        self.0.load_full()
    }

    /// Exchanges them.
    pub(crate) fn replace(&self, keys: SigningKeys) {
        self.0.store(Arc::new(keys));
    }
}
