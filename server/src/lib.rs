//! The binary: configuration, wiring, API routes, workers, command line, embedded PostgreSQL.
//!
//! What this room is for: it is the only one that knows all the others, and it decides nothing itself. Must not hold
//! business rules or SQL. To add a command: a file in `cli`; a route: a folder in `api`; a background job: `governance`.

// A page of the portal is one deeply nested type until it is drawn.
#![recursion_limit = "512"]

pub mod api;
pub mod assemble;
mod auth;
pub mod cli;
pub mod clock;
pub mod config;
pub mod database;
pub mod demo;
pub mod embedded;
pub mod http;
pub mod mail_way;
pub mod openapi;
pub mod platform_jobs;
pub mod provision;
pub mod rewrap;
mod scim;
pub mod secrets;
pub mod serve;
pub mod settings;
pub mod signing;
pub mod telemetry;
pub mod vault_keys;
