use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::MemberState;
use crate::{PersonId, RoleId, TeamId};

/// A team by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamName {
    /// Which.
    pub team: TeamId,
    /// Its name.
    pub name: String,
}

/// One team of an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamLine {
    /// Which.
    pub team: TeamId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Members who are in it.
    pub members: u32,
    /// The roles that it carries, by name.
    pub roles: Vec<TeamRole>,
}

/// A role that a team carries: each of its members has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamRole {
    /// Which.
    pub role: RoleId,
    /// Its name.
    pub name: String,
}

/// The page of one team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamView {
    /// As in the list.
    pub line: TeamLine,
    /// Who is in it, by name.
    pub members: Vec<TeamMember>,
}

/// Somebody who is in a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMember {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Whether they may enter.
    pub state: MemberState,
    /// Who put them in.
    pub added_by: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub added_at: OffsetDateTime,
}
