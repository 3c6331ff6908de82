//! Use cases: decide a call, approve it, rotate a key, export evidence, sign somebody in.
//!
//! Must not know: axum, cookies, status codes, HTML. Every function takes [`Governance`] and an `OrgScope` (or says why
//! it needs none) and either does the whole deed with its record, or nothing. To add a use case: a verb in the folder of
//! its resource; scope, lock, rule, change, `commit(deed)`; a test per refusal.

pub mod account;
pub mod approvals;
pub mod audit;
pub mod auth;
pub mod contexts;
pub mod decide;
pub mod decisions;
pub mod detection;
pub mod directory;
pub mod dynamic_policies;
mod error;
pub mod evidence;
mod followed;
mod governance;
pub mod governing;
mod grants;
pub mod home;
pub mod keys;
mod letters;
pub mod limits;
pub mod members;
pub mod operators;
pub mod org_security;
mod passkeys;
pub mod policies;
pub mod policy_desk;
pub mod policy_files;
mod pulse;
pub mod rego_policies;
pub mod releases;
pub mod roles;
pub mod sdk_sign_in;
pub mod sign_in;
pub mod sign_ins;
mod signing;
pub mod simulation;
mod slots;
mod slow_reads;
mod snapshots;
pub mod sso;
pub mod staff_access;
pub mod teams;
mod tickets;
pub mod user_tokens;
pub mod worker;

pub use error::{Error, Result};
pub use governance::{Governance, Parts, Settings};
pub use letters::staff_asks;
pub use signing::{Checkpoints, Signing, SigningKeys, UserTokens};
pub use slow_reads::SLOW_READS;
