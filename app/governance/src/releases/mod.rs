//! How a change of a policy comes into force. In the mode `direct` it is live when it is written. In the mode `reviewed` every write
//! makes a draft, whoever writes: the form in force goes on being enforced until the draft was simulated, its tests are green, it was
//! handed in ([`request`]) and a second person released it ([`release`]).
//!
//! A policy has at most one open release. An edit of it, by anybody, makes it a draft again. Whoever wrote any of it may not release
//! it: by hand, with a key of theirs, or with a key whose secret they have held. An earlier version is put back in one step
//! ([`roll_back`]); [`release_in_emergency`] skips everything but the compiler, says why, and waits for review.
//!
//! Whether the caller may is for the edge: `policies:write` for drafts, `policies:release` for [`release`], [`review`] and
//! [`roll_back`], `policies:emergency` for [`release_in_emergency`], `settings:write` for [`set_mode`].

mod apply;
mod draft;
mod emergency;
mod gate;
mod get;
mod hands;
mod list;
mod mode;
mod release;
mod request;
mod review;
mod roll_back;
mod run_tests;
mod simulate;
mod withdraw;

pub use emergency::release_in_emergency;
pub use get::{get, run_tests};
pub use list::{ReleaseFilter, list};
pub use mode::{mode, set_mode};
pub use release::release;
pub use request::request;
pub use review::review;
pub use roll_back::roll_back;
pub use simulate::simulate;
pub use withdraw::withdraw;

pub(crate) use draft::{draft_edit, draft_new, draft_removal};
pub(crate) use gate::expect_green;
pub(crate) use run_tests::failures;
