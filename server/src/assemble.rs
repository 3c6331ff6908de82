//! Puts the rooms together: database, key file, signing keys, ledger writer, use cases.

use std::sync::Arc;

use anyhow::{Context as _, ensure};
use governance::{Checkpoints, Governance, Parts, Settings, contexts};
use store::{LedgerWriter, Listener, PlatformPool, RequestPool, WriterSettings, entry, platform};
use vault::{
    Sealed, Secret, SecretBytes, Vault,
    api_key::{ApiKeyIssuer, ApiKeyVerifier},
    signing::{PublicKey, Purpose, SigningKeyPair},
    token::Mac,
};

use crate::{clock, config::DatabaseArgs, database::Database, vault_keys};

/// Connections of the request pool. Few on purpose: the ledger is written by one, pages are short.
const REQUEST_CONNECTIONS: u32 = 20;
const _: () = assert!(governance::SLOW_READS < REQUEST_CONNECTIONS as usize, "slow reads leave connections to everything else");
/// Connections of the ledger writer and the listener, so that slow pages of one organisation hold up no decision.
const LEDGER_CONNECTIONS: u32 = 4;

/// Everything that runs, for as long as it runs.
pub struct House {
    /// The use cases.
    pub gov: Governance,
    /// For commands and the worker only.
    pub platform: PlatformPool,
    /// Every pool of the request login, for signing in anew.
    pub requests: Vec<RequestPool>,
    /// Ends when the last record is written.
    pub writer: tokio::task::JoinHandle<()>,
}

/// Brings the schema up, opens the vault and the signing keys, and starts the ledger writer.
pub async fn assemble(database: &Database, args: &DatabaseArgs, settings: Settings) -> anyhow::Result<House> {
    let vault = vault_keys::open(args, &database.secrets).await?;
    let platform = PlatformPool::connect(&database.platform, clock::system()).await.context("the platform login cannot connect")?;
    platform.migrate().await.context("the schema cannot be brought up")?;
    platform.ensure_ledger_months().await.context("the ledger's partitions cannot be made")?;
    let pool =
        RequestPool::connect(&database.web, clock::system(), REQUEST_CONNECTIONS).await.context("the request login cannot connect")?;
    // Of two servers that start on an empty database, one makes the keys and the other finds them.
    let turn = platform.turn().await?;
    let keys = SigningKeys::load_or_make(&platform, &pool, &vault).await?;
    drop(turn);
    let ledger = RequestPool::connect(&database.web, clock::system(), LEDGER_CONNECTIONS).await.context("the ledger cannot connect")?;
    let requests = vec![pool.clone(), ledger.clone()];
    let listener = Listener::start(ledger.clone()).await?;
    let (writer, task) = LedgerWriter::start(ledger, WriterSettings::default());
    let verifier = ApiKeyVerifier::new([keys.api_keys.public().clone()]);
    let parts = Parts {
        pool,
        writer,
        listener,
        vault,
        verifier,
        issuer: ApiKeyIssuer::new(keys.api_keys)?,
        mac: Mac::new(keys.tokens),
        checkpoints: checkpoints(&keys.checkpoints)?,
        settings,
    };
    Ok(House { gov: Governance::new(parts), platform, requests, writer: task })
}

struct SigningKeys {
    api_keys: SigningKeyPair,
    checkpoints: SigningKeyPair,
    tokens: Secret<[u8; 32]>,
}

impl SigningKeys {
    async fn load_or_make(platform: &PlatformPool, pool: &RequestPool, vault: &Vault) -> anyhow::Result<Self> {
        Ok(Self {
            api_keys: Self::pair(platform, pool, vault, Purpose::ApiKeys, "api_keys").await?,
            checkpoints: Self::pair(platform, pool, vault, Purpose::Checkpoints, "checkpoints").await?,
            tokens: Self::token_root(platform, pool, vault).await?,
        })
    }

    async fn pair(
        platform: &PlatformPool,
        pool: &RequestPool,
        vault: &Vault,
        purpose: Purpose,
        word: &str,
    ) -> anyhow::Result<SigningKeyPair> {
        if let Some(bytes) = open_newest(pool, vault, word).await? {
            return Ok(SigningKeyPair::from_bytes(purpose, &bytes)?);
        }
        let pair = SigningKeyPair::generate(purpose, &mut rand::rng());
        keep(platform, vault, pair.kid(), word, &pair.public().to_bytes(), &pair.to_bytes()).await?;
        Ok(pair)
    }

    async fn token_root(platform: &PlatformPool, pool: &RequestPool, vault: &Vault) -> anyhow::Result<Secret<[u8; 32]>> {
        if let Some(bytes) = open_newest(pool, vault, "tokens").await? {
            return Secret::copied_from(bytes.expose()).context("the stored token key has a wrong size");
        }
        let root: Secret<[u8; 32]> = Secret::random(&mut rand::rng());
        let kid = uuid::Uuid::new_v4().simple().to_string();
        keep(platform, vault, &kid, "tokens", &[], &SecretBytes::new(root.expose().to_vec())).await?;
        Ok(root)
    }
}

async fn open_newest(pool: &RequestPool, vault: &Vault, word: &str) -> anyhow::Result<Option<SecretBytes>> {
    let rows = entry::signing_keys(pool).await?;
    let Some(row) = rows.into_iter().rfind(|row| row.purpose == word && row.retired_at.is_none()) else { return Ok(None) };
    let sealed = Sealed::from_bytes(&row.sealed_private)?;
    let opened = vault.open(&contexts::signing_key(&row.kid), &sealed).await;
    Ok(Some(opened.context("the platform's signing keys cannot be opened; the vault needs the key that sealed them")?))
}

async fn keep(platform: &PlatformPool, vault: &Vault, kid: &str, word: &str, public: &[u8], private: &SecretBytes) -> anyhow::Result<()> {
    let sealed = vault.seal(&contexts::signing_key(kid), private.expose()).await?;
    platform::add_signing_key(platform, kid, word, public, &sealed.to_bytes()).await?;
    Ok(())
}

/// The name that checkpoint signatures carry.
const CHECKPOINT_KEY_NAME: &str = "axonflow/checkpoint";

fn checkpoints(pair: &SigningKeyPair) -> anyhow::Result<Checkpoints> {
    let bytes = pair.to_bytes();
    let seed: Secret<[u8; 32]> = bytes.expose().get(2..).and_then(Secret::copied_from).context("the checkpoint key has a wrong size")?;
    let key = ed25519_dalek::SigningKey::from_bytes(seed.expose());
    let verifier = ledger::VerifierKey::of(CHECKPOINT_KEY_NAME, &key)?;
    ensure!(PublicKey::from_bytes(&key.verifying_key().to_bytes())? == *pair.public(), "the checkpoint key does not fit its public half");
    let signer: store::CheckpointSigner = Arc::new(move |checkpoint| ledger::sign(checkpoint, CHECKPOINT_KEY_NAME, &key));
    Ok(Checkpoints { signer, verifier_keys: vec![verifier] })
}
