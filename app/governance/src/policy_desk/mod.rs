//! What the portal's policy pages ask: every kind of policy in one shape, and drafts that are looked over and tried before
//! they are saved. Writing goes through the use cases of each kind; nothing here stores anything by itself.

mod cases;
mod detail;
mod draft;
mod drafted;
mod entry;
mod in_force;
mod line_breaks;
mod lint;
mod list;
mod save;
mod settings;
mod switch;
mod tests;
mod trace;

pub use detail::{detail, editing};
pub use draft::{choices, starting};
pub use in_force::in_force;
pub use lint::lint;
pub use list::list;
pub use save::save;
pub use settings::settings;
pub use switch::{kind, set_enabled};
pub use tests::run_tests;
pub use trace::trace;
