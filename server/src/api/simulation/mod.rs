//! What policies would say. Nothing that is asked here leaves a trace.

mod batch;
mod conflicts;
mod impact;
mod replay;
mod shapes;
mod simulate;

pub(super) use batch::*;
pub(super) use conflicts::*;
pub(super) use impact::*;
pub(super) use replay::*;
pub(super) use shapes::CallInQuestion;
pub(super) use simulate::*;
