//! What happens before an organisation is known: thin calls of the SQL functions in schema `entry`.

mod api_key;
mod attempts;
mod factor;
mod person;
mod session;
mod signing;
mod sso;
mod work;

pub use api_key::{ApiKeyRow, StoredSecret, find_api_key};
pub use attempts::{attempt, forget_attempts};
pub use factor::{confirm_totp, replace_recovery_codes, set_password, spend_recovery_code, spend_totp_step};
pub use person::{Membership, PersonRow, find_person, find_person_by_email, memberships};
pub use session::{
    NewSession, SessionRow, StoredSession, create_session, delete_session, end_sessions, load_session, save_session, sessions_of,
};
pub use signing::{SigningKeyRow, signing_keys};
pub use sso::{
    ConnectionOwner, NewSsoRequest, SsoRoute, TakenRequest, add_sso_person, add_sso_request, sso_connection, sso_domain_is_taken,
    sso_route, sso_ways_in, take_sso_request,
};
pub use work::{ExportWork, due_approvals, exports_to_do, orgs_with_closed_holds, orgs_with_unsigned_growth};
