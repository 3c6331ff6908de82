//! Policies that an organisation writes, their versions, overrides, and the sets that decisions name.

mod add;
mod delete;
mod fields;
mod find;
mod list;
mod overrides;
mod row;
mod sets;
mod update;
mod versions;

pub use add::add;
pub use delete::delete;
pub use fields::PolicyFields;
pub use find::{find, find_any, lock, lock_any};
pub use list::{count, ids_named, list};
pub use overrides::{OverrideRow, add_override, delete_override, find_override, overrides};
pub use row::PolicyRow;
pub use sets::{find_set, keep_set};
pub use update::update;
pub use versions::{VersionRow, add_version, find_version, versions};
