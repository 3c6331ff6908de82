//! Everything that needs the whole service: the database and its tenancy, the ledger, the API, signing in.
//!
//! One binary and one PostgreSQL for all modules; `kit` starts it and makes the actors.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests outside of #[test] functions")]

mod arrows;
mod catalogue;
mod embedded;
mod kit;
mod ledger;
mod probes;
mod second_lock;
mod start;
