//! Words that every room shares: ids, permissions, verdicts, tiers, and the views that pages show.
//!
//! Must not know: time of day, network, files, database, HTTP. It is the only room that also builds
//! for the browser, so nothing secret may ever be a field here. To add a word: one file, one type,
//! one `parse`, and unit tests below it.

mod action;
mod api_key;
mod approval;
mod clock;
mod connector_right;
mod deed;
mod email;
mod id;
mod ip_range;
mod number;
mod org_change;
mod page;
mod permission;
mod personal;
mod principal;
mod release;
mod role;
mod role_source;
mod severity;
mod sign_in;
mod slug;
mod sso;
pub mod strict_json;
mod text;
mod tier;
mod verdict;
pub mod views;

pub use action::Action;
pub use api_key::{KeyEnvironment, KeyKind};
pub use approval::{ApprovalStatus, Plane};
pub use clock::Clock;
pub use connector_right::ConnectorRight;
pub use deed::DeedKind;
pub use email::EmailAddress;
pub use id::{
    Approval, ApprovalId, Connection, ConnectionId, Decision, DecisionId, DirectoryToken, DirectoryTokenId, Export, ExportId, Id,
    Invitation, InvitationId, Key, KeyId, Org, OrgId, ParseIdError, Passkey, PasskeyId, Person, PersonId, Release, ReleaseId, Role, RoleId,
    Session, SessionId, SetUpLink, SetUpLinkId, SsoKey, SsoKeyId, Team, TeamId, Tenant, TenantId,
};
pub use ip_range::IpRange;
pub use number::{bytes_in_words, grouped};
pub use org_change::{CallsPerMinute, DELETION_WAITS_DAYS, OrgChange, StaffMinutes};
pub use page::{PageRequest, PageSize};
pub use permission::{Permission, PermissionSet, UnknownPermission};
pub use personal::PersonalField;
pub use principal::{Principal, RequestFacts};
pub use release::{ReleaseChange, ReleaseMode, ReleaseState};
pub use role::BuiltInRole;
pub use role_source::RoleSource;
pub use severity::Severity;
pub use sign_in::{SignInMethod, SignInOutcome};
pub use slug::Slug;
pub use sso::{IdpKind, SetUpLinkState, SsoMode, SsoProtocol};
pub use text::{Invalid, ShortText};
pub use tier::Tier;
pub use verdict::Verdict;
