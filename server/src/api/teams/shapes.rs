use model::views::{TeamLine, TeamMember as MemberOfTeam};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A team.
#[expect(dead_code, reason = "only describes the body; the use case answers the real one")]
#[derive(ToSchema)]
pub(in crate::api) struct Team {
    #[schema(format = Uuid)]
    team: String,
    name: String,
    description: String,
    /// How many members are in it.
    members: u32,
    /// What each of its members has by it.
    roles: Vec<TeamRole>,
}

/// A role that a team carries.
#[expect(dead_code, reason = "only describes the body; the use case answers the real one")]
#[derive(ToSchema)]
pub(in crate::api) struct TeamRole {
    #[schema(format = Uuid)]
    role: String,
    name: String,
}

/// Somebody who is in a team.
#[expect(dead_code, reason = "only describes the body; the use case answers the real one")]
#[derive(ToSchema)]
pub(in crate::api) struct TeamMember {
    #[schema(format = Uuid)]
    person: String,
    name: String,
    email: String,
    /// `active` or `suspended`.
    state: String,
    added_by: String,
    #[schema(format = DateTime)]
    added_at: String,
}

/// What a team is to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct TeamToMake {
    /// Up to 60 characters, once per organisation.
    pub(super) name: String,
    /// Up to 300 characters.
    #[serde(default)]
    pub(super) description: String,
}

/// What changes; the rest stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct TeamToChange {
    pub(super) name: Option<String>,
    pub(super) description: Option<String>,
}

/// One page of the teams, by name.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct TeamPage {
    #[schema(value_type = Vec<Team>)]
    pub(super) teams: Vec<TeamLine>,
    pub(super) total: u64,
    pub(super) limit: i64,
    pub(super) offset: u32,
}

/// One page of who is in a team, by name.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct TeamMemberPage {
    #[schema(value_type = Vec<TeamMember>)]
    pub(super) members: Vec<MemberOfTeam>,
    pub(super) total: u64,
    pub(super) limit: i64,
    pub(super) offset: u32,
}
