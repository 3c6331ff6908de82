//! API keys, for programs that look after them. A key that looks after keys gives no more than it has.

mod create;
mod end_overlap;
mod get;
mod hygiene;
mod input;
mod list;
mod look_up;
mod revoke;
mod roll;
mod rules;
mod settings;
mod shapes;

pub(super) use create::*;
pub(super) use end_overlap::*;
pub(super) use get::*;
pub(super) use hygiene::*;
pub(super) use list::*;
pub(super) use look_up::*;
pub(super) use revoke::*;
pub(super) use roll::*;
pub(super) use rules::*;
pub(super) use settings::*;

use gate::problem::Problem;
use model::KeyId;

/// The key that a path names, by its id or its client id; what is neither names nothing.
fn key_id(text: &str) -> Result<KeyId, Problem> {
    KeyId::from_client_id(text).or_else(|| text.parse().ok()).ok_or_else(Problem::not_found)
}
