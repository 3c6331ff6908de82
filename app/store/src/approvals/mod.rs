//! Held calls.

mod add;
mod between;
mod close;
mod counts;
mod find;
mod list;
mod record;
mod spend;

pub use add::{NewApproval, add};
pub use between::{between, count_since};
pub use close::{Outcome, close};
pub use counts::counts;
pub use find::{find, find_pending_call, lock};
pub use list::{Slice, closed, count_closed, count_waiting, waiting};
pub use record::{ApprovalRecord, ApprovalRow};
pub use spend::{destroy_sealed_calls, spend};
