use serde::{Deserialize, Serialize};

use crate::{PermissionSet, PersonId, RoleId};

/// One role of an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleLine {
    /// Which.
    pub role: RoleId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Whether every organisation has it.
    pub built_in: bool,
    /// What it allows.
    pub permissions: PermissionSet,
    /// Members who hold it.
    pub people: u32,
    /// Open invitations to it.
    pub invitations: u32,
    /// Teams that carry it.
    pub teams: u32,
    /// How much harm a holder could do.
    pub risk: RoleRisk,
    /// Whether the viewer may change it.
    pub may_change: bool,
}

/// How much harm the holder of a role could do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleRisk {
    /// It only reads.
    Reads,
    /// It changes something.
    Changes,
    /// It can give others what it holds.
    LeadsToMore,
}

/// What a change of a role would mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RolePreview {
    /// The role's present name.
    pub name: String,
    /// What it would allow that it does not now.
    pub adds: PermissionSet,
    /// What it would allow no more.
    pub removes: PermissionSet,
    /// Everybody who holds it, by name.
    pub affected: Vec<Affected>,
}

/// What a change of a role means for one who holds it, all their roles together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Affected {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// What they could do then and cannot now.
    pub gains: PermissionSet,
    /// What they can do now and could not then.
    pub loses: PermissionSet,
}
