//! Teams: named sets of members, and the roles that they carry. A key makes teams and says who is in one; it gives nobody a role.

mod change;
mod create;
mod delete;
mod get;
mod list;
mod members;
mod roles;
mod shapes;

pub(super) use change::*;
pub(super) use create::*;
pub(super) use delete::*;
pub(super) use get::*;
pub(super) use list::*;
pub(super) use members::*;
pub(super) use roles::*;

use gate::problem::Problem;
use model::{PageRequest, PageSize, TeamId};

use crate::http::QueryText;

/// The team that a path names; what is no id names nothing.
fn team_id(text: &str) -> Result<TeamId, Problem> {
    text.parse().map_err(|_| Problem::not_found())
}

/// Which page of a list is asked for.
fn page(query: &QueryText) -> Result<PageRequest, Problem> {
    let size = PageSize::clamp(query.number("limit")?.unwrap_or(PageSize::default().get()));
    Ok(PageRequest { size, offset: query.number("offset")?.unwrap_or(0) })
}
