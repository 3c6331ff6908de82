//! What every test stands on: PostgreSQL, the house on top of it, and actors. There are two servers for the whole test
//! binary, one for tests of the store and one for the nodes of [`service`], whose pools alone nearly fill a server.
//!
//! Tests run in parallel on the same databases. Each makes its own organisations, which tenancy keeps apart; a test that
//! changes the schema takes a [`ScratchDatabase`].

pub(crate) mod actors;
pub(crate) mod aws;
pub(crate) mod database;
pub(crate) mod providers;
pub(crate) mod rows;
pub(crate) mod service;
pub(crate) mod smtp;

use std::{future::Future, sync::LazyLock, time::Duration};

use tokio::{runtime::Runtime, sync::OnceCell};

pub(crate) use actors::Org;
pub(crate) use database::{Kit, ScratchDatabase};

/// How long anything that is waited for may take on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// One runtime for the process: pools and writers that tests share die with the runtime that made them.
static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap());

/// Runs the body of a test.
pub(crate) fn run<T>(body: impl Future<Output = T>) -> T {
    RUNTIME.block_on(body)
}

/// The database that tests of the store share.
pub(crate) async fn kit() -> &'static Kit {
    static KIT: OnceCell<Kit> = OnceCell::const_new();
    KIT.get_or_init(|| Kit::start("store")).await
}

/// The database that the nodes share.
pub(crate) async fn nodes_kit() -> &'static Kit {
    static KIT: OnceCell<Kit> = OnceCell::const_new();
    KIT.get_or_init(|| Kit::start("nodes")).await
}

/// Waits until `holds` says so; the deadline only ends a test that has failed already.
pub(crate) async fn until<F: Future<Output = bool>>(what: &str, mut holds: impl FnMut() -> F) {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    while !holds().await {
        assert!(tokio::time::Instant::now() < deadline, "waited in vain for {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
