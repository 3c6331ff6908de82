use std::{ops::Deref, sync::Arc};

use mail::Mailer;
use model::{Clock, KeyEnvironment};
use outbound::Outbound;
use store::{LedgerWriter, Listener, RequestPool};
use time::OffsetDateTime;
use vault::Vault;

use crate::{
    Signing, SigningKeys,
    auth::{KeyCache, UseMeter},
    limits::Limits,
    pulse::Pulse,
    simulation::Allowance,
    slow_reads::SlowReads,
    snapshots::Snapshots,
};

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
    /// The keys that sign.
    pub signing: Signing,
    /// The way out to addresses that customers name.
    pub outbound: Outbound,
    /// What a person may set.
    pub settings: Settings,
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
    /// The environments whose API keys this server takes.
    pub key_environments: Vec<KeyEnvironment>,
    /// The way out for letters; without one, as in commands, they wait in the outbox for a process that has one.
    pub mailer: Option<Mailer>,
    /// The digest of the key of the operators' API; without one there is no such API.
    pub admin_key: Option<[u8; 32]>,
}

/// The state behind [`Governance`]; reached by `Deref`.
pub struct Inner {
    /// The pieces.
    pub parts: Parts,
    /// API keys that were seen lately.
    pub keys: KeyCache,
    /// From where secrets of API keys are used.
    pub uses: UseMeter,
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
            uses: UseMeter::default(),
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

    /// The keys that sign now.
    pub fn signing(&self) -> Arc<SigningKeys> {
        self.parts.signing.now()
    }

    /// Signs and verifies with these from now on. API keys that were found good before are looked at again, so that a signer
    /// that is trusted no more opens nothing.
    pub fn sign_with(&self, keys: SigningKeys) {
        self.parts.signing.replace(keys);
        self.keys.forget_all();
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
