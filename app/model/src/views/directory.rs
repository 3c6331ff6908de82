use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{DirectoryTokenId, PersonId, RoleId};

/// Where directory sync stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryOverview {
    /// The address to give to the directory.
    pub base_url: String,
    /// Whether a token lives.
    pub is_on: bool,
    /// Whether a proven break-glass owner exists, without whom it cannot be switched on.
    pub has_break_glass: bool,
    /// Every token, newest first.
    pub tokens: Vec<DirectoryToken>,
    /// When the directory called last.
    #[serde(with = "time::serde::rfc3339::option")]
    pub last_call_at: Option<OffsetDateTime>,
    /// People whom the directory names.
    pub people: i64,
    /// Groups that it names.
    pub groups: i64,
    /// Departures that wait.
    pub held: usize,
}

/// A token by which a directory proves who it is; never its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryToken {
    /// Which.
    pub id: DirectoryTokenId,
    /// Where it stands.
    pub state: DirectoryTokenState,
    /// Its name.
    pub name: String,
    /// Its last characters.
    pub tail: String,
    /// Who made it.
    pub created_by: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// When it ends by itself.
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: OffsetDateTime,
    /// When it was last used, to the minute.
    #[serde(with = "time::serde::rfc3339::option")]
    pub last_used_at: Option<OffsetDateTime>,
}

/// Where a token stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DirectoryTokenState {
    /// It opens.
    Live,
    /// Its time is over.
    Expired,
    /// It was ended.
    Revoked,
}

/// A token on the one occasion that shows it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedDirectoryToken {
    /// Its name.
    pub name: String,
    /// The address to give to the directory.
    pub base_url: String,
    /// Its text.
    pub token: String,
}

impl std::fmt::Debug for IssuedDirectoryToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IssuedDirectoryToken").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A call of the directory and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryEvent {
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// The HTTP method.
    pub method: String,
    /// The path and query.
    pub path: String,
    /// The HTTP status of the answer.
    pub status: i32,
    /// The body that was sent, without passwords.
    pub request: String,
    /// What came of it, or why it was refused.
    pub detail: String,
    /// How long it took.
    pub took_micros: i64,
}

/// Somebody whom the directory names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryPerson {
    /// Their name in the directory.
    pub user_name: String,
    /// Their id in the directory.
    pub external_id: Option<String>,
    /// Their address.
    pub email: Option<String>,
    /// The member that they are.
    pub person: Option<PersonId>,
    /// What they are here.
    pub state: DirectoryPersonState,
    /// When the directory last changed what it says.
    #[serde(with = "time::serde::rfc3339")]
    pub changed_at: OffsetDateTime,
}

/// What somebody in the directory is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DirectoryPersonState {
    /// A member.
    Member,
    /// They work here and are no member: their domain is not verified, or they are kept outside.
    NoMember,
    /// They do not work here, and are still a member until somebody releases it.
    Held,
    /// They do not work here.
    Left,
}

/// Which groups give which roles, and what everybody gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappingView {
    /// Every group, by name.
    pub groups: Vec<MappedGroupLine>,
    /// What everybody gets whom the directory names.
    pub default_role: Option<RoleId>,
}

/// A group that may give roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedGroupLine {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its members.
    pub members: i64,
    /// The roles that it gives.
    pub roles: Vec<RoleId>,
}

/// A mapping that is not saved yet: all of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MappingDraft {
    /// Groups and the roles that they are to give.
    pub rules: Vec<(String, RoleId)>,
    /// What everybody is to get.
    pub default_role: Option<RoleId>,
}

/// What a mapping would change for a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappingChange {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Roles that they would hold too.
    pub gains: Vec<String>,
    /// Roles that they would hold no more.
    pub loses: Vec<String>,
}

/// Departures that wait, and from when on they do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafetyView {
    /// Who waits, oldest first.
    pub held: Vec<HeldDeparture>,
    /// More than this within the window wait,
    pub held_above: i32,
    /// when they are also more than this part of everybody.
    pub held_percent: i32,
    /// The window.
    pub window_minutes: i32,
    /// Every owner who may enter, by address.
    pub owners: Vec<OwnerLine>,
}

/// An owner, and whether a directory or a provider could lock them out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnerLine {
    /// Who.
    pub person: PersonId,
    /// Their address.
    pub email: String,
    /// Whether neither could.
    pub is_break_glass: bool,
    /// Whether they could sign in: password and authenticator, set up or used lately. Asked of break-glass owners only.
    pub is_proven: bool,
}

/// A departure that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldDeparture {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// When the directory asked.
    #[serde(with = "time::serde::rfc3339")]
    pub held_at: OffsetDateTime,
}
