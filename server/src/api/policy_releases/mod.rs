//! Changes of policies on their way into force. Who may release what is decided by the use cases; here it gets its address.

mod emergency;
mod get;
mod list;
mod mode;
mod release;
mod request;
mod review;
mod shapes;
mod simulate;
mod test_run;
mod withdraw;

pub(super) use emergency::*;
pub(super) use get::*;
pub(super) use list::*;
pub(super) use mode::*;
pub(super) use release::*;
pub(super) use request::*;
pub(super) use review::*;
pub(super) use simulate::*;
pub(super) use test_run::*;
pub(super) use withdraw::*;

use gate::problem::Problem;
use model::ReleaseId;

pub(super) use shapes::{PolicyDiff, PolicyRelease};

/// The release that a path names; what is no id names nothing.
fn release_id(text: &str) -> Result<ReleaseId, Problem> {
    text.parse().map_err(|_| Problem::not_found())
}
