//! Dynamic policies. What one is and who may change which is decided by the use cases; here it gets its address.

mod create;
mod delete;
mod effective;
mod get;
mod list;
mod shapes;
mod update;

pub(super) use create::*;
pub(super) use delete::*;
pub(super) use effective::*;
pub(super) use get::*;
pub(super) use list::*;
pub(super) use update::*;
