//! Policies and their evaluation: a call and what was found in it go in, a verdict with its reasons comes out.
//!
//! Must not know: the clock (the time is an argument), network, database, HTTP, how a verdict is answered. It
//! holds no state but compiled policy sets. To add a shipped policy: a line in `catalogue.rs` and a sample in
//! `tests/catalogue.rs`. To add a way of matching: a variant of `Matcher` and its arm in `evaluate.rs`. To add a field or
//! operator of conditions: its line in `conditions`, and in the reference evaluator in `tests/reference`.

mod catalogue;
mod category;
mod conditions;
mod conflicts;
mod evaluate;
mod evaluation;
mod facts;
mod governing;
mod id;
mod needed;
mod pattern;
mod policy;
mod policy_kind;
mod prefilter;
mod profile;
mod rego;
mod snapshot;
mod surface;
mod tier;

pub use catalogue::system_policies;
pub use category::Category;
pub use conditions::{ConditionSpec, Conditions, Operator};
pub use conflicts::{Conflict, ConflictKind, conflicts};
pub use evaluate::{Call, PolicyResult, evaluate, evaluate_each};
pub use evaluation::{Evaluation, Match, Redaction};
pub use facts::{Facts, PART_END, risk_score};
pub use governing::{Actions, Governing, Group, Setting, Source, Way};
pub use id::PolicyId;
pub use pattern::{Pattern, PatternError};
pub use policy::{Matcher, Override, Policy};
pub use policy_kind::PolicyKind;
pub use profile::Profile;
pub use rego::{Coverage, LARGEST_BYTES, Rego, RegoError, Rule, TestOutcome, TestReport};
pub use snapshot::{PolicyLine, Snapshot, WayLine};
pub use surface::{Surface, Surfaces};
pub use tier::PolicyTier;
