use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{SessionLine, TeamName};
use crate::{InvitationId, Permission, PermissionSet, PersonId, RoleId, RoleSource};

/// The members of an organisation and who is invited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembersView {
    /// By name.
    pub members: Vec<MemberLine>,
    /// Open and expired ones, newest first.
    pub invitations: Vec<InvitationLine>,
}

/// One member in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberLine {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their roles, by name.
    pub roles: Vec<HeldRole>,
    /// Whether they may enter.
    pub state: MemberState,
    /// Whether a second factor is set up.
    pub has_factor: bool,
    /// When they were last seen, to the minute.
    #[serde(with = "time::serde::rfc3339::option")]
    pub last_seen_at: Option<OffsetDateTime>,
    /// Whether it is who looks.
    pub is_you: bool,
}

/// Whether a member may enter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberState {
    /// They may.
    Active,
    /// Not until they are reactivated.
    Suspended,
}

/// One role of a member and how they came by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldRole {
    /// Which.
    pub role: RoleId,
    /// Its name.
    pub name: String,
    /// What it allows.
    pub permissions: PermissionSet,
    /// Where it comes from.
    pub source: RoleSource,
    /// The group or rule, when it comes by one.
    pub via: String,
    /// Who gave it.
    pub granted_by: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub granted_at: OffsetDateTime,
    /// When it ends by itself.
    #[serde(with = "time::serde::rfc3339::option")]
    pub expires_at: Option<OffsetDateTime>,
}

/// A permission of a member, with every way they come by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffectivePermission {
    /// Which.
    pub permission: Permission,
    /// What it allows, in words.
    pub meaning: String,
    /// The roles that give it.
    pub by: Vec<HeldRole>,
}

/// The page of one member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberDetail {
    /// As in the list.
    pub line: MemberLine,
    /// When they joined.
    #[serde(with = "time::serde::rfc3339")]
    pub joined_at: OffsetDateTime,
    /// What they may do, and why.
    pub permissions: Vec<EffectivePermission>,
    /// The teams that they are in, by name.
    pub teams: Vec<TeamName>,
    /// Their live sessions.
    pub sessions: Vec<SessionLine>,
    /// Live API keys that they answer for.
    pub keys: Vec<OwnedKey>,
    /// Whether the viewer may act on them.
    pub may_change: bool,
}

/// A live API key that a member answers for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnedKey {
    /// What SDKs send as client id.
    pub client_id: String,
    /// Its name.
    pub name: String,
    /// When it was last used, to the minute.
    #[serde(with = "time::serde::rfc3339::option")]
    pub last_used_at: Option<OffsetDateTime>,
}

/// One invitation that nobody has accepted yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationLine {
    /// Which.
    pub id: InvitationId,
    /// Who is invited.
    pub email: String,
    /// As what.
    pub role: String,
    /// By whom.
    pub invited_by: String,
    /// When its link ends.
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: OffsetDateTime,
    /// Whether it has ended.
    pub is_expired: bool,
    /// What became of the letter.
    pub letter: LetterState,
}

/// What became of a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", content = "problem", rename_all = "snake_case")]
pub enum LetterState {
    /// It waits, or is tried again.
    Waiting,
    /// The mail server took it.
    Sent,
    /// It could not be sent; what the mail server said.
    Failed(String),
}

/// A role that the viewer may hand out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleChoice {
    /// Which.
    pub role: RoleId,
    /// Its name.
    pub name: String,
    /// What it is for, or how much it allows.
    pub meaning: String,
    /// Whether the viewer may hand it out: nobody hands out what they lack.
    pub may_give: bool,
}

/// What whoever holds an invitation's link sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationView {
    /// Into which organisation.
    pub org_name: String,
    /// Its short name.
    pub org_slug: String,
    /// Who is invited.
    pub email: String,
    /// As what.
    pub role: String,
    /// By whom.
    pub invited_by: String,
    /// Where it stands.
    pub state: InvitationState,
    /// Who is signed in here, when somebody is.
    pub signed_in_as: Option<String>,
}

/// Where an invitation stands for whoever holds its link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvitationState {
    /// It can be accepted, and nobody has an account with its address yet.
    ForNewAccount,
    /// It can be accepted by whoever has the account with its address.
    ForAccount,
    /// It was accepted before.
    Accepted,
    /// It was withdrawn.
    Withdrawn,
    /// Its time is over.
    Expired,
    /// A newer letter replaced this link.
    Replaced,
}
