//! The one way from the portal to the rooms behind it; only on the server. Every function asks who
//! calls, lets `governance` decide and answers a view of `model`. Nothing here draws anything.

mod account;
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
mod onward;
pub(crate) mod policies;
pub(crate) mod policy_questions;
mod refusal;
pub(crate) mod releases;
pub(crate) mod roles;
pub(crate) mod security;
mod session;
pub(crate) mod set_up;
pub(crate) mod sign_ins;
pub(crate) mod sso;
pub(crate) mod staff_access;
pub(crate) mod teams;

pub(crate) use account::*;
pub(crate) use onward::{landing, onward, onward_after_enrolment};
pub(crate) use session::*;

use gate::Door;
use governance::account::OrgScope;
use leptos::prelude::use_context;
use model::{Permission, views::Viewer};
use refusal::{broken, refused};

use crate::PortalError;

/// The door of the request that is being answered.
fn door() -> Result<Door, PortalError> {
    let parts = use_context::<http::request::Parts>().ok_or_else(|| broken("", "no request is being answered"))?;
    Door::from_parts(&parts).ok_or_else(|| broken("", "the route has no session layer"))
}

/// The signed-in person in this organisation, who may do this there.
async fn member(door: &Door, org: &str, permission: Permission) -> Result<(OrgScope, Viewer), PortalError> {
    door.member(org, permission).await.map_err(|error| refused(door, error))
}

/// Turns the refusal of a use case into one that the page can show.
trait OrRefuse<T> {
    fn or_refuse(self, door: &Door) -> Result<T, PortalError>;
}

impl<T> OrRefuse<T> for governance::Result<T> {
    fn or_refuse(self, door: &Door) -> Result<T, PortalError> {
        self.map_err(|error| refused(door, error))
    }
}
