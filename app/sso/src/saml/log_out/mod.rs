//! Single log-out: our message to a provider and its answer, and its message to us and ours. What comes in passes the same checks as
//! an answer to a sign-in.

mod answer;
mod begin;
mod detached;
mod enveloped;
mod incoming;
mod read;

pub use answer::answer_log_out;
pub use begin::begin_log_out;
pub use incoming::{Carried, Incoming};
pub use read::{AskedOut, read_log_out, read_log_out_answer};

use super::IdentityProvider;

const REQUEST: &str = "SAMLRequest";
const RESPONSE: &str = "SAMLResponse";
