//! The approval queue: reading it, deciding, asking in so many words, expiry.

mod decide;
mod detail;
mod expire;
mod queue;
mod request;

pub use decide::{Claimed, approve, approve_by_key, reject, reject_by_key};
pub use detail::detail;
pub(crate) use expire::expire;
pub use queue::{ApprovalFilter, counts, queue, record, records};
pub use request::{NewHold, request};
