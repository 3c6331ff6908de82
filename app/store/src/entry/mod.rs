//! What happens before an organisation is known: thin calls of the SQL functions in schema `entry`.

mod api_key;
mod attempts;
mod break_glass;
mod directory;
mod factor;
mod invitation;
mod leaving;
mod mail;
mod member;
mod operator;
mod operator_access;
mod passkey;
mod person;
mod reset;
mod session;
mod signing;
mod sso;
mod work;

pub use api_key::{ApiKeyRow, StoredSecret, find_api_key};
pub use attempts::{attempt, forget_attempts};
pub use break_glass::{BreakGlassOwner, break_glass_owners};
pub use directory::{DirectoryTokenRow, find_directory_token};
pub use factor::{confirm_totp, has_imported_passwords, replace_recovery_codes, set_password, spend_recovery_code, spend_totp_step};
pub use invitation::{InvitationRow, NewAccount, enrol_invited, find_invitation};
pub use leaving::{add_person_of_directory, end_sessions_by_provider, end_sessions_within, find_person_within};
pub use mail::{add_person_mail, claim_person_mail, forget_person_mail, mail_to_do, orgs_with_settled_mail, settle_person_mail};
pub use member::{MemberFacts, member_facts};
pub use operator::{
    OperatedOrg, OperatorDeed, OperatorProof, OrgSearch, PlatformJob, ask_change, note_act, operator, operator_deeds, operator_jobs,
    operator_org, operator_orgs, operator_sign_in, operator_sign_out,
};
pub use operator_access::{operator_access, operator_accesses};
pub use passkey::{NewPasskey, PasskeyRow, add_passkey, note_passkey_used, passkeys_of, remove_passkey};
pub(crate) use person::networks_of;
pub use person::{Membership, PersonRow, find_person, find_person_by_email, memberships};
pub use reset::{ask_reset, find_reset, spend_reset};
pub use session::{
    NewSession, SessionOrigin, SessionRow, StoredSession, create_session, delete_session, end_sessions, load_session, save_session,
    sessions_of,
};
pub use signing::{SigningKeyRow, signing_keys};
pub use sso::{
    ConnectionOwner, NewSsoRequest, SetUpLinkOwner, SsoRoute, TakenRequest, add_sso_person, add_sso_request, sso_connection,
    sso_domain_is_taken, sso_route, sso_set_up_link, take_sso_request,
};
pub use work::{
    ExportWork, due_approvals, exports_to_do, keys_to_rotate, orgs_with_certificates, orgs_with_closed_holds, orgs_with_unsigned_growth,
};
