//! Tokens by which a directory proves who it is.

mod create;
mod list;
mod revoke;

pub use create::{IssuedToken, create};
pub use list::list;
pub use revoke::revoke;
