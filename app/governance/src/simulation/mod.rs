//! What policies would say: to a call, to many, to each other. Nothing is recorded, held or stored.

mod allowance;
mod conflicts;
mod impact;
mod many;
mod question;
mod replay;
mod simulate;

pub use allowance::DailyUse;
pub use conflicts::{ConflictReport, PolicyConflict, PolicyRef, conflicts};
pub use impact::{ImpactLine, ImpactReport, impact};
pub use many::{MOST_LINES, SimulatedFile, SimulatedLine, simulate_many};
pub use question::Question;
pub use replay::{ReplaySubject, ReplayWindow, replay};
pub use simulate::{PolicyLine, Simulation, simulate};

pub(crate) use allowance::{Allowance, take};
pub(crate) use simulate::lines;
