//! Tokens that say for which person a call is made, and the public keys to check them with.

mod issue;
mod key_set;
mod mode;

pub(super) use issue::*;
pub(super) use key_set::*;
pub(super) use mode::*;
