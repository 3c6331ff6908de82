//! What policies would say. Nothing that is asked here leaves a trace.

mod conflicts;
mod impact;
mod question;
mod simulate;

pub(super) use conflicts::*;
pub(super) use impact::*;
pub(super) use simulate::*;
