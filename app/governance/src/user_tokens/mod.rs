//! User tokens: for which person a call is made, vouched for by the organisation's own program that asked for the token.

mod issue;
mod mode;
mod present;
mod refusal;

pub use issue::{IssuedUserToken, issue};
pub use mode::{is_strict, set_strict};
pub use present::{Presented, present, reader};
pub use refusal::UserTokenRefusal;
