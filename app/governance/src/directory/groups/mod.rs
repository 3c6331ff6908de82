//! Groups, as a directory describes them.

mod change;
mod create;
mod delete;
mod get;
mod list;
mod patch;
mod replace;
mod show;

pub use create::create;
pub use delete::delete;
pub use get::get;
pub use list::list;
pub use patch::patch;
pub use replace::replace;
