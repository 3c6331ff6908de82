//! The portal: layouts, pages, components and server functions, drawn on the server and taken over
//! by the browser bundle.
//!
//! Must not know: SQL, passwords, who may do what. In the browser it knows `model` and nothing else
//! of ours; on the server every question goes through `door`, and every answer is a view of `model`.
//! To add a page: a view in `model::views`, a function in `door`, a server function with its own
//! `endpoint`, a page that loads and arranges, a route in `app`. Everything but live updates, copy
//! buttons and passkeys works with scripts switched off: links are links, writes are forms.

// A page is one deeply nested type until it is drawn.
#![recursion_limit = "512"]
#![expect(clippy::needless_pass_by_value, reason = "components own their props and handlers their events")]
#![expect(unreachable_pub, reason = "the component macro writes items of its own, and calls them pub")]

pub mod app;
mod components;
mod contexts;
#[cfg(feature = "ssr")]
mod door;
mod error;
mod hydration;
mod layouts;
#[cfg(feature = "ssr")]
pub mod needs;
mod pages;
mod passkeys;
mod posted;
mod server_fns;

pub use app::shell;
pub use contexts::{ShellFacts, Theme};
pub use error::{FieldProblem, PortalError};
pub use posted::Posted;
