//! Pages, each drawn whole. What a person typed is escaped by the view; nothing is put in as markup.

mod access;
mod audit;
mod fields;
mod frame;
mod inside;
mod marks;
mod new_org;
mod org;
mod org_forms;
mod orgs;
mod progress;
mod refusal;
mod sign_in;

pub(crate) use audit::audit;
pub(crate) use fields::Told;
pub(crate) use inside::inside;
pub(crate) use new_org::new_org;
pub(crate) use org::org;
pub(crate) use orgs::orgs;
pub(crate) use progress::progress;
pub(crate) use refusal::refused;
pub(crate) use sign_in::sign_in;
