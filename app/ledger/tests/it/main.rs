//! Whole bundles: a sound one passes, each way to tamper is found, and by both verifiers alike.
#![expect(clippy::unwrap_used, reason = "a test may unwrap, its helpers too")]

mod differential;
mod kit;
mod mutations;
mod sound;
