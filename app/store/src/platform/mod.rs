//! Work across organisations: migration, provisioning, checks. Built only by commands and the worker, never put
//! into the state of a request handler (TC-09). Every use leaves a record in the organisation that it touches.

mod catalogue;
mod jobs;
mod operators;
mod org_life;
mod pool;
mod provision;
mod sealed;
mod sealed_sso;
mod signing_key;

pub use catalogue::{Fault, catalogue_faults, database_time};
pub use jobs::{ClaimedInvitation, Ran, claim_invitation, run_next_job};
pub use operators::{OperatorRow, add_operator, disable_operator, keep_admin_key, list_operators};
pub use org_life::{OrgRefusal, StaffAsks, StaffLetter, change_org};
pub use pool::PlatformPool;
pub use provision::{NewOrg, NewPerson, add_member, create_org, create_person, find_org, list_orgs};
pub use sealed::{
    MovedCall, SealedCall, replace_sealed_calls, replace_sealed_seed, replace_sealed_signing_key, sealed_calls, sealed_seeds,
    sealed_signing_keys,
};
pub use sealed_sso::{SealedSso, replace_sealed_sso, sealed_sso};
pub use signing_key::{add_signing_key, retire_signing_key};
