//! The approval queue, in the envelope `{success, data, meta}`.

mod approve;
mod create;
mod envelope;
mod get;
mod list;
mod reject;
mod stats;
mod view;

pub(super) use approve::*;
pub(super) use create::*;
pub(super) use get::*;
pub(super) use list::*;
pub(super) use reject::*;
pub(super) use stats::*;
