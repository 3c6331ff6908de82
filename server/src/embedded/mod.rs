//! Embedded PostgreSQL: when no database is configured, the installed one is run from the data directory.
//!
//! What this module is for: one private server per data directory, started, watched and stopped with this process.
//! What it must not know: tables, organisations, sqlx; it runs the role script it is given and hands out addresses.
//! How to add to it: a server setting goes into `process.rs`, a step of the start into `prepare.rs`.

mod account;
mod attach;
mod binaries;
mod cluster;
mod error;
mod folder;
mod leftovers;
mod prepare;
mod process;
mod roles;
mod socket;
mod state;
mod supervise;
mod urls;

use std::path::PathBuf;

pub use self::{attach::attach, cluster::Cluster, error::EmbeddedError, urls::Urls};

/// The name of the database that the service uses.
pub const DATABASE: &str = "axonflow";

/// How hard the server tries to keep a committed change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Every commit is on disk before it is answered.
    Full,
    /// Nothing is flushed: fast, and lost with a power cut. For tests only.
    None,
}

/// What an embedded server needs to know.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder that keeps the database, its log and what else the service stores.
    pub data_dir: PathBuf,
    /// How hard the server tries to keep a committed change.
    pub durability: Durability,
    /// Also listen on this port of 127.0.0.1, with a password; only the private socket otherwise.
    pub port: Option<u16>,
    /// Who PostgreSQL runs as when this process is root; `postgres` or `nobody` when not given.
    pub service_user: Option<String>,
    /// The folder of the PostgreSQL programs; the newest installed ones when not given.
    pub postgres_bin: Option<PathBuf>,
    /// Creates the roles, run by the superuser at every start; it must bear being run again.
    pub roles_sql: &'static str,
}

impl Settings {
    /// The usual settings: durable, reached by the private socket only.
    pub fn new(data_dir: impl Into<PathBuf>, roles_sql: &'static str) -> Self {
        Self { data_dir: data_dir.into(), durability: Durability::Full, port: None, service_user: None, postgres_bin: None, roles_sql }
    }
}
