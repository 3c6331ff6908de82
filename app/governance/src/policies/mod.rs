//! Policies: what ships, what an organisation writes, what it overrides. Every change is a version and a deed.

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
mod toggle;
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
pub use toggle::toggle;
pub use update::update;
pub use versions::{VersionView, versions};
pub use view::{OverrideView, PolicyView};

pub(crate) use create::own_tenant;
pub(crate) use load::load;
pub(crate) use shipped::ids_named as system_ids_named;
