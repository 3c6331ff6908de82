mod decide;
mod explain;
mod list;
mod pending;

pub(super) use decide::*;
pub(super) use explain::*;
pub(super) use list::*;
