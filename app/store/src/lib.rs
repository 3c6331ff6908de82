//! The only room with SQL: pools, the organisation transaction, one module per table family, the ledger writer.
//!
//! Must not know: HTTP, permissions, Leptos. It never decides whether something is allowed; it makes sure that
//! whatever is done is done inside one organisation and leaves its record. To add a table: a migration that ends
//! with `app.protect_table`, a row struct that implements [`OrgRow`], functions that take `&mut OrgTx`.

pub mod approvals;
mod change;
mod connect;
pub mod directory;
pub mod entry;
mod error;
pub mod exports;
mod head;
pub mod invitations;
pub mod keys;
pub mod ledger_read;
pub mod mail;
pub mod members;
pub mod org_security;
pub mod orgs;
mod personal;
pub mod platform;
pub mod policies;
mod pool;
pub mod releases;
pub mod roles;
mod row;
mod scope;
pub mod sdk_sign_in;
pub mod sign_ins;
pub mod sso;
pub mod staff_access;
pub mod teams;
mod tx;
mod writer;

pub use change::{Change, Listener};
pub use connect::DatabaseUrl;
pub use error::{Error, Result};
pub use head::{CheckpointSigner, sign_head};
pub use platform::PlatformPool;
pub use pool::{EntryTx, RequestPool};
pub use row::OrgRow;
pub use scope::OrgScope;
pub use tx::{Housekeeping, OrgTx, Recorded};
pub use writer::{LedgerWriter, WriterSettings};

/// Every migration, oldest first, carried by the binary.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations");

/// What a superuser runs once, before any migration.
pub const ROLES_SQL: &str = include_str!("../../../migrations/roles.sql");
