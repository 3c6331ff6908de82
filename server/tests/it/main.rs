//! Everything that needs the whole service: the database and its tenancy, the ledger, the API, signing in.
//!
//! One binary and one PostgreSQL for all modules; `kit` starts it and makes the actors.
#![expect(clippy::unwrap_used, reason = "helpers of tests outside of #[test] functions")]
// The futures of requests lie deep in one another.
#![recursion_limit = "256"]

mod access;
mod account;
mod api_approvals;
mod api_doors;
mod api_keys;
mod api_policies;
mod api_simulation;
mod approvals;
mod arrows;
mod catalogue;
mod console;
mod detection;
mod embedded;
mod evidence;
mod key_service;
mod key_service_http;
mod kit;
mod ledger;
mod mail;
mod members;
mod org_security;
mod passkeys;
mod policy_files;
mod policy_store;
mod portal_http;
mod probes;
mod releases;
mod requirements;
mod rewrap;
mod role_routes;
mod roles;
mod scim;
mod sdk_sign_in;
mod second_lock;
mod secret_sources;
mod sessions;
mod sign_in;
mod sign_ins;
mod signing_keys;
mod simulated_and_live;
mod simulation;
mod sso;
mod sso_ends;
mod sso_guests;
mod sso_set_up;
mod start;
mod teams;
mod upkeep;
mod user_tokens;
