//! The way out to addresses that customers name: an identity provider's metadata, its keys, its token endpoint, and the DNS
//! records of a domain.
//!
//! What it is for: nobody may use this server to reach what only this server can reach. So: `https` only; the addresses that
//! a name stands for are looked at, and the connection goes to exactly those; none of them may be private; no redirects; no
//! proxy; answers are bounded in size and time. An operator may name single origins that are let through, for providers
//! inside of the own network.
//!
//! Must not know: what is fetched, and for whom. To fetch something new: [`Outbound::get`] or [`Outbound::post_form`].

mod client;
mod dns;
mod public;

pub use client::{Answer, Fault, Outbound, Settings};
pub use public::is_public;
