//! Roles: those that every organisation has, and its own. Writing one hands out what it holds, so `grants` guards it.

mod change;
mod create;
mod input;
mod list;
mod preview;
mod remove;

pub use change::change;
pub use create::create;
pub use input::RoleInput;
pub(crate) use input::description;
pub use list::{find, list, named};
pub use preview::preview;
pub use remove::remove;
