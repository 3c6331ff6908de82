//! What all API routes share at the edge: query strings, times on the wire, time limits, refusals.

mod fallback;
mod query;
mod refusals;
mod stamp;
mod time_limit;

pub use fallback::{method_not_allowed, panicked, unknown_route};
pub use query::QueryText;
pub use refusals::{Refusals, record_refusals};
pub use stamp::{Stamp, read_time};
pub use time_limit::{Late, in_time, page_within_time, within_time};
