//! What an identity provider says about people and groups (SCIM).

pub mod events;
mod filter;
pub mod groups;
pub mod held;
mod listing;
pub mod members;
pub mod rules;
pub mod settings;
pub mod tokens;
pub mod users;

/// Which part of a filtered list is read.
#[derive(Debug, Clone, Copy)]
pub struct Slice {
    /// Rows to pass over.
    pub offset: i64,
    /// Rows at most.
    pub limit: i64,
}
