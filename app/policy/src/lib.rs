//! Policies and their evaluation: a call and what was found in it go in, a verdict with its reasons comes out.
//!
//! Must not know: the clock (the time is an argument), network, database, HTTP, how a verdict is answered. It
//! holds no state but compiled policy sets. To add a shipped policy: a line in `catalogue.rs` and a sample in
//! `tests/catalogue.rs`. To add a way of matching: a variant of `Matcher` and its arm in `evaluate.rs`.

mod catalogue;
mod category;
mod evaluate;
mod evaluation;
mod id;
mod pattern;
mod policy;
mod prefilter;
mod snapshot;
mod tier;

pub use catalogue::system_policies;
pub use category::Category;
pub use evaluate::{Call, evaluate};
pub use evaluation::{Evaluation, Match, Redaction};
pub use id::PolicyId;
pub use pattern::{Pattern, PatternError};
pub use policy::{Matcher, Override, Policy};
pub use snapshot::{PolicyLine, Snapshot};
pub use tier::PolicyTier;
