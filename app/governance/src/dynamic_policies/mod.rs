//! Dynamic policies: conditions on a call and what to do when all of them hold. They share tables, versions, overrides and
//! limits with every other kind.

mod action;
mod document;
mod input;
mod list;
mod verbs;
mod view;

pub use action::ActionSpec;
pub use input::{DynamicPolicyChange, NewDynamicPolicy};
pub use list::{effective, list};
pub use verbs::{create, get, update};
pub use view::DynamicPolicyView;

pub(crate) use document::Document;
