//! Setting single sign-on up: what the portal's pages do, for whoever keeps their settings in code.

mod certificates;
mod connections;
mod domains;
mod provider;
mod set_up_links;
mod shapes;

pub(super) use certificates::*;
pub(super) use connections::*;
pub(super) use domains::*;
pub(super) use provider::*;
pub(super) use set_up_links::*;

use gate::problem::Problem;
use model::ConnectionId;

/// The connection that a path names; what is no id names nothing.
fn connection_id(text: &str) -> Result<ConnectionId, Problem> {
    text.parse().map_err(|_| Problem::not_found())
}
