//! Policies as files that live in a repository: one file a policy, and a round trip that loses nothing that a policy says. Versions,
//! overrides and drafts stay behind. To add a field of policies: its member in [`PolicyFile`] and both directions in `file.rs`.

mod apply;
mod export;
mod file;
mod plan;

pub use apply::{Applied, apply};
pub use export::export;
pub use file::{Lines, PolicyFile};
pub use plan::{Plan, Planned, PlannedChange, Prune, plan};
