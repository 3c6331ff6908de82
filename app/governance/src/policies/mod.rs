//! Policies: what ships, what an organisation writes, what it overrides. Every change is a version and a deed. Pattern
//! policies are here with what all kinds share; conditions are in `dynamic_policies`, Rego in `rego_policies`, and how a change
//! comes into force in `releases`.

mod around;
mod change;
mod create;
mod delete;
mod diff;
mod effective;
mod get;
mod input;
mod list;
mod listed;
mod load;
mod overrides;
mod shipped;
mod test_cases;
mod test_pattern;
mod update;
mod versions;
mod view;

pub use around::OpenReleaseView;
pub use create::create;
pub use delete::{Removed, delete};
pub use diff::diff;
pub use effective::{EffectiveFilter, EffectivePolicies, effective};
pub use get::get;
pub use input::{NewPolicy, PolicyChange};
pub use list::{PolicyFilter, list};
pub use overrides::{Loosening, NewOverride, create_override, delete_override, list_overrides};
pub use test_cases::TestCase;
pub use test_pattern::{PatternMatch, PatternTest, test_pattern};
pub use update::{toggle, update};
pub use versions::{VersionView, versions};
pub use view::{OverrideView, PolicyView};

pub(crate) use around::{Around, Written, is_live};
pub(crate) use change::{Change, record_id};
pub(crate) use create::{For, add, expect_room, own_tenant};
pub(crate) use delete::take_out;
pub(crate) use diff::between;
pub(crate) use get::{own_row, own_rows};
pub(crate) use input::checked_words;
pub(crate) use listed::{Head, Listed, applied};
pub(crate) use load::{compiled, load, own_policy, visible};
pub(crate) use shipped::{find as shipped, ids_named as system_ids_named};
pub(crate) use test_cases::{read as read_cases, stored as stored_cases};
pub(crate) use update::edit;
pub(crate) use view::is_visible;
