//! The platform's signing keys: for API keys, signed heads of the log, and tokens.
//!
//! Each row of the table is known to a process for a while before it signs (`signs_from`), then signs until the next one
//! does, and is trusted until it is retired. Processes read the table every minute, so with a lead of some minutes no process
//! ever meets a signature of a key that it does not know. What this module must not know: what is signed.

mod follow;
mod load;
mod roll;
mod roster;

pub use follow::{FollowedSigning, keep_current};
pub use load::{ensure, load};
pub use roll::{Rolled, retire, roll};
pub use roster::{KeyPurpose, KeyState, Roster};
