//! `/Groups`.

mod create;
mod delete;
mod get;
mod list;
mod patch;
mod replace;
mod search;

pub(super) use create::create;
pub(super) use delete::delete;
pub(super) use get::get;
pub(super) use list::list;
pub(super) use patch::patch;
pub(super) use replace::replace;
pub(super) use search::search;
