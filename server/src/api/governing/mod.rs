//! The organisation's profile and settings for shipped policies.

mod get;
mod set;
mod shapes;

pub(super) use get::*;
pub(super) use set::*;
