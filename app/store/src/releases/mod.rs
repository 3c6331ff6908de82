//! Changes of policies on their way into force.

mod add;
mod close;
mod edit;
mod find;
mod list;
mod request;
mod review;
mod row;
mod simulated;

pub use add::{NewRelease, add, add_closed};
pub use close::{Closing, close};
pub use edit::{Edit, edit};
pub use find::{find, find_open, lock, lock_open};
pub use list::{OpenRelease, ReleaseFilter, list, open};
pub use request::request;
pub use review::review;
pub use row::ReleaseRow;
pub use simulated::note_simulated;
