//! Thin doors between pages and `door`. Each names its own endpoint under `/fn`, takes the
//! organisation's short name where it matters, and holds no rule.

pub(crate) mod account;
pub(crate) mod approvals;
pub(crate) mod decisions;
pub(crate) mod detection;
pub(crate) mod directory;
pub(crate) mod domains;
pub(crate) mod evidence;
pub(crate) mod home;
pub(crate) mod joining;
pub(crate) mod keys;
pub(crate) mod members;
pub(crate) mod policies;
pub(crate) mod policy_questions;
pub(crate) mod releases;
pub(crate) mod roles;
pub(crate) mod security;
pub(crate) mod session;
pub(crate) mod set_up;
pub(crate) mod sign_ins;
pub(crate) mod sso;
pub(crate) mod staff_access;
pub(crate) mod teams;
pub(crate) mod typed;
