//! Policies: what ships, what an organisation writes, what it overrides. Every change is a version and a deed. Pattern
//! policies are here with what all kinds share; conditions are in `dynamic_policies`, Rego in `rego_policies`.

mod change;
mod create;
mod delete;
mod effective;
mod get;
mod input;
mod list;
mod load;
mod overrides;
mod shipped;
mod test_pattern;
mod update;
mod versions;
mod view;

pub use create::create;
pub use delete::delete;
pub use effective::{EffectiveFilter, EffectivePolicies, effective};
pub use get::get;
pub use input::{NewPolicy, PolicyChange};
pub use list::{PolicyFilter, list};
pub use overrides::{NewOverride, create_override, delete_override, list_overrides};
pub use test_pattern::{PatternMatch, PatternTest, test_pattern};
pub use update::{toggle, update};
pub use versions::{VersionView, versions};
pub use view::{OverrideView, PolicyView};

pub(crate) use create::{For, add, own_tenant};
pub(crate) use delete::remove;
pub(crate) use get::{own_row, own_rows};
pub(crate) use input::checked_words;
pub(crate) use load::{load, visible};
pub(crate) use shipped::ids_named as system_ids_named;
pub(crate) use update::edit;
pub(crate) use view::is_live;
