//! Set-up by somebody without an account: a link that an administrator makes opens one connection (and the record of one
//! domain) until it expires, is taken back, or people sign in by the connection. It reads nothing else.
//!
//! The scope of a guest never leaves this module, so no other use case can be reached with it; those that are called here ask
//! for the link again inside their own transaction.

mod enter;
mod links;
mod look;
mod make;
mod set_up;
mod test;

pub use links::{list, revoke};
pub use look::look;
pub use make::{NewLink, make};
pub use set_up::{preview, save, verify_domain};
pub use test::{answers_by_form, begin_test};

pub(super) use enter::{note_used, open};
pub(super) use test::tested;
