//! Teams: named sets of members, and the roles that their members have by being in them.

mod change;
mod list;
mod members;
mod roles;

pub use change::{TeamFields, add, change, remove};
pub use list::{TeamRecord, find, find_by_name, list, of_person};
pub use members::{TeamMemberRecord, add_member, members_of, remove_member};
pub use roles::{give_role, settle, take_role};
