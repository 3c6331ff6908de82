//! Operators of the platform: signing in, looking at organisations from outside, asking for changes.
//!
//! Nothing here bypasses row-level security. Each read and each question goes to an entry function with the operator's proof, and
//! the database refuses one that it does not know. Changes are jobs, which the worker carries out.

mod enrol;
mod look;
mod orgs;
mod sign_in;

pub use enrol::enrol;
pub use look::{Inside, ask_access, look};
pub use orgs::{Asked, Sheet, ask, ask_end, ask_new, audit, list, on_their_way, sheet};
pub use sign_in::{by_admin_key, here, sign_in, sign_out};
pub use store::{
    entry::{OperatedOrg, OperatorDeed, OrgSearch, PlatformJob},
    staff_access::StaffAccess,
};

use std::sync::Arc;

use model::RequestFacts;
use store::entry::OperatorProof;

/// Whoever the database knows as an operator.
#[derive(Clone)]
pub struct Operator {
    proof: OperatorProof,
    /// The address, or the key of the operators' API.
    pub name: String,
    facts: Arc<RequestFacts>,
}

impl Operator {
    /// Whether it is the key of the operators' API, which is nobody in particular.
    pub(crate) fn is_key(&self) -> bool {
        !self.name.contains('@')
    }
}
