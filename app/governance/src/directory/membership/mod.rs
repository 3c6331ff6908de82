//! Who a directory names becomes a member; who it says does not work here leaves.

mod account;
mod depart;
mod settle;
mod waiting;

pub(super) use depart::depart;
pub(super) use settle::{Settled, apply_roles, settle, waits};
pub use waiting::settle_waiting;
