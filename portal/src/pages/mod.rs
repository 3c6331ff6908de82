//! Pages: each loads what it shows and arranges components; one directory per resource.

pub(crate) mod account;
pub(crate) mod approvals;
pub(crate) mod decisions;
pub(crate) mod detection;
pub(crate) mod directory;
pub(crate) mod domains;
pub(crate) mod evidence;
pub(crate) mod guest;
pub(crate) mod home;
pub(crate) mod invitation;
pub(crate) mod keys;
pub(crate) mod landing;
pub(crate) mod members;
mod next;
pub(crate) mod not_found;
pub(crate) mod policies;
pub(crate) mod roles;
pub(crate) mod search;
pub(crate) mod security;
pub(crate) mod sign_in;
pub(crate) mod sign_ins;
pub(crate) mod signed_out;
pub(crate) mod sso;
pub(crate) mod staff_access;
pub(crate) mod teams;

pub(crate) use next::own_page;
