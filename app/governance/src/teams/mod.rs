//! Teams: named sets of members. A role that a team carries is held by everybody in it, and says so.
//!
//! Putting somebody into a team hands out what the team carries, and letting a team carry a role hands it out to whoever is in it,
//! so `grants` guards both. No team makes owners, so nothing that happens to a team can leave an organisation without one.

mod apply;
mod change;
mod create;
mod input;
mod list;
mod preview;

pub use apply::{TeamChange, apply};
pub use change::change;
pub use create::create;
pub use input::TeamInput;
pub use list::{find, list, members, named};
pub use preview::preview;
