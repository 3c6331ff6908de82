//! The log of sign-ins: every way in, filtered or by support code, and the page of one.

mod filters;
mod lines;
mod list;
mod one;

pub(crate) use lines::Lines;
pub(crate) use list::SignInsPage;
pub(crate) use one::SignInPage;
