//! Rego policies: a module, its tests, and what a match of `deny` or `allow` asks for.

mod document;
mod input;
mod verbs;
mod view;

pub use input::{NewRegoPolicy, RegoPolicyChange};
pub use verbs::{create, get, list, test, update};
pub use view::RegoPolicyView;

pub(crate) use document::Document;
