//! API keys: list, create, change, roll, rotate, revoke, find. A secret leaves this room once, in the answer that made it.

mod change;
mod create;
mod detail;
mod end_overlap;
mod find;
mod hygiene;
pub(crate) mod issue;
mod list;
mod look_up;
mod revoke;
mod roll;
mod rotate;
mod rotation;
mod rules;
mod scope_choices;

pub use change::{KeySettingsInput, change};
pub use create::{NewKeyInput, create};
pub use detail::detail;
pub use end_overlap::end_overlap;
pub use find::{FoundKey, find};
pub use hygiene::hygiene;
pub use list::list;
pub use look_up::look_up;
pub use revoke::revoke;
pub use roll::roll;
pub(crate) use rotate::rotate_due;
pub use rotation::RotationInput;
pub use rules::{max_days, set_max_days};
pub(crate) use scope_choices::meaning;
pub use scope_choices::scope_choices;

/// A list as records keep it.
fn texts<T: ToString>(list: &[T]) -> Vec<String> {
    list.iter().map(ToString::to_string).collect()
}
