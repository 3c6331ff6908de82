//! Members: who belongs to an organisation, as what, and until when.
//!
//! Changes of members and roles of one organisation happen one after another (`store::members::lock_all`), so that what a rule
//! looked at is still true when its change is committed.

mod accept;
pub mod break_glass;
mod change_roles;
mod departures;
mod detail;
mod find;
mod give_role;
mod invite;
mod leave;
mod line;
mod list;
mod remove;
mod renew;
mod resume;
mod role_choices;
mod sessions;
mod suspend;

pub use accept::{accept_as, accept_new, look};
pub use change_roles::change_roles;
pub use departures::{departures, departures_of};
pub use detail::detail;
pub use find::by_email;
pub use give_role::give_role;
pub use invite::{Invited, NewInvitations, invite};
pub(crate) use leave::{Leaver, leave};
pub use list::list;
pub use remove::{KeysOfLeaver, remove};
pub use renew::{renew, revoke};
pub use resume::reactivate;
pub(crate) use role_choices::built_in_meaning;
pub use role_choices::role_choices;
pub use sessions::{end_all_sessions, end_one_session};
pub use suspend::suspend;
