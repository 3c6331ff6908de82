//! API keys: list, create, roll, revoke, find. A secret leaves this room once, in the answer that made it.

mod create;
mod find;
pub(crate) mod issue;
mod list;
mod revoke;
mod roll;
mod scope_choices;

pub use create::{NewKeyInput, create};
pub use find::{FoundKey, FoundState, find};
pub use list::list;
pub use revoke::revoke;
pub use roll::roll;
pub(crate) use scope_choices::meaning;
pub use scope_choices::scope_choices;
