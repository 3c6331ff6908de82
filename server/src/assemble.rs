//! Puts the rooms together: database, key file, signing keys, ledger writer, use cases.

use anyhow::Context as _;
use governance::{Governance, Parts, Settings, Signing};
use outbound::Outbound;
use store::{LedgerWriter, Listener, PlatformPool, RequestPool, WriterSettings, entry};

use crate::{
    clock,
    config::DatabaseArgs,
    database::Database,
    signing::{self, Roster},
    vault_keys,
};

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
    /// The signing keys that are in force.
    pub roster: Roster,
    /// Ends when the last record is written.
    pub writer: tokio::task::JoinHandle<()>,
}

/// Brings the schema up, opens the vault and the signing keys, and starts the ledger writer.
pub async fn assemble(database: &Database, args: &DatabaseArgs, settings: Settings) -> anyhow::Result<House> {
    let vault = vault_keys::open(args, &database.secrets).await?;
    let outbound = Outbound::new(&outbound::Settings {
        private_origins: args.outbound.private_providers.clone(),
        dns_server: args.outbound.dns_server,
    })?;
    let platform = PlatformPool::connect(&database.platform, clock::system()).await.context("the platform login cannot connect")?;
    platform.migrate().await.context("the schema cannot be brought up")?;
    platform.ensure_ledger_months().await.context("the ledger's partitions cannot be made")?;
    let pool =
        RequestPool::connect(&database.web, clock::system(), REQUEST_CONNECTIONS).await.context("the request login cannot connect")?;
    // Of two servers that start on an empty database, one makes the keys and the other finds them.
    let turn = platform.turn().await?;
    signing::ensure(&platform, &pool, &vault, clock::system().now()).await?;
    drop(turn);
    let roster = Roster::new(entry::signing_keys(&pool).await?, clock::system().now());
    let keys = signing::load(&roster, &vault).await?;
    let ledger = RequestPool::connect(&database.web, clock::system(), LEDGER_CONNECTIONS).await.context("the ledger cannot connect")?;
    let requests = vec![pool.clone(), ledger.clone()];
    let listener = Listener::start(ledger.clone()).await?;
    let (writer, task) = LedgerWriter::start(ledger, WriterSettings::default());
    let parts = Parts { pool, writer, listener, vault, signing: Signing::new(keys), outbound, settings };
    Ok(House { gov: Governance::new(parts), platform, requests, roster, writer: task })
}
