use std::{ops::Deref, sync::Arc};

use model::Clock;
use store::{CheckpointSigner, LedgerWriter, Listener, RequestPool};
use time::OffsetDateTime;
use vault::{
    Vault,
    api_key::{ApiKeyIssuer, ApiKeyVerifier},
    token::Mac,
};

use crate::{auth::KeyCache, limits::Limits, pulse::Pulse, simulation::Allowance, slow_reads::SlowReads, snapshots::Snapshots};

/// What every use case works with. Cheap to clone; one per process.
#[derive(Clone)]
pub struct Governance(Arc<Inner>);

/// The pieces that the server puts together at start.
pub struct Parts {
    /// The request pool.
    pub pool: RequestPool,
    /// The group-commit writer.
    pub writer: LedgerWriter,
    /// Hears of changes on every node.
    pub listener: Listener,
    /// Seals and opens secrets.
    pub vault: Vault,
    /// Signs new API keys.
    pub issuer: ApiKeyIssuer,
    /// Verifies API keys.
    pub verifier: ApiKeyVerifier,
    /// Makes context ids and fingerprints.
    pub mac: Mac,
    /// Signs tree heads.
    pub checkpoints: Checkpoints,
    /// What a person may set.
    pub settings: Settings,
}

/// The checkpoint key, as far as use cases need it.
#[derive(Clone)]
pub struct Checkpoints {
    /// Signs a tree head.
    pub signer: CheckpointSigner,
    /// The public half, to verify and to pin.
    pub verifier_keys: Vec<ledger::VerifierKey>,
}

/// What a person may set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The address that SDKs and browsers use, without a trailing slash.
    pub public_url: String,
    /// Days after which the sealed call of a closed hold is destroyed.
    pub sealed_call_days: i64,
    /// What this server says about shipped policies, where an organisation says nothing.
    pub server_actions: policy::Actions,
}

/// The state behind [`Governance`]; reached by `Deref`.
pub struct Inner {
    /// The pieces.
    pub parts: Parts,
    /// API keys that were seen lately.
    pub keys: KeyCache,
    /// Compiled policy sets.
    pub snapshots: Snapshots,
    /// Rate limits.
    pub limits: Limits,
    /// Turns for reads that may take long.
    pub slow_reads: SlowReads,
    /// Whether the database answers.
    pub pulse: Pulse,
    /// Simulations of today.
    pub(crate) simulations: Allowance,
}

impl Governance {
    /// Puts the pieces together and starts to follow changes.
    pub fn new(parts: Parts) -> Self {
        let keys = KeyCache::following(&parts.listener);
        let snapshots = Snapshots::following(&parts.listener);
        let pulse = Pulse::following(&parts.listener, parts.pool.clone());
        Self(Arc::new(Inner {
            parts,
            keys,
            snapshots,
            limits: Limits::default(),
            slow_reads: SlowReads::default(),
            pulse,
            simulations: Allowance::default(),
        }))
    }

    /// The request pool.
    pub fn pool(&self) -> &RequestPool {
        &self.parts.pool
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        self.parts.pool.clock()
    }

    /// Now, in UTC.
    pub fn now(&self) -> OffsetDateTime {
        self.clock().now()
    }
}

impl Deref for Governance {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl std::fmt::Debug for Governance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Governance")
    }
}
