//! What policies would say: to a call, to many, to each other. Nothing is recorded, held or stored.

mod allowance;
mod conflicts;
mod impact;
mod simulate;

pub use allowance::DailyUse;
pub use conflicts::{ConflictReport, PolicyConflict, PolicyRef, conflicts};
pub use impact::{ImpactLine, ImpactReport, impact};
pub use simulate::{PolicyLine, Simulation, simulate};

pub(crate) use allowance::Allowance;
