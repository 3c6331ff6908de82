//! Static policies. What a policy is and who may change which one is decided by the use cases; here it gets its address.

mod create;
mod create_override;
mod delete;
mod delete_override;
mod diff;
mod effective;
mod get;
mod list;
mod list_overrides;
mod roll_back;
mod shapes;
mod test_pattern;
mod toggle;
mod update;
mod versions;

pub(super) use create::*;
pub(super) use create_override::*;
pub(super) use delete::*;
pub(super) use delete_override::*;
pub(super) use diff::*;
pub(super) use effective::*;
pub(super) use get::*;
pub(super) use list::*;
pub(super) use list_overrides::*;
pub(super) use roll_back::*;
pub(super) use test_pattern::*;
pub(super) use toggle::*;
pub(super) use update::*;
pub(super) use versions::*;
