use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::PersonId;

/// The receipt of somebody who left: what ended, when, and how long it took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartureView {
    /// The receipt's id, which the record names too.
    pub id: String,
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Whether the directory said so; else somebody removed them.
    pub by_directory: bool,
    /// Who did it, in words.
    pub by: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub left_at: OffsetDateTime,
    /// How long it took, up to the receipt.
    pub took_micros: i64,
    /// Sessions that ended, with the streams that they had open.
    pub sessions: i32,
    /// Names of roles that they held.
    pub roles: Vec<String>,
    /// Names of teams that they were in.
    pub teams: Vec<String>,
    /// Client ids of API keys that were ended.
    pub keys_revoked: Vec<String>,
    /// Client ids of API keys that somebody else answers for.
    pub keys_handed: Vec<String>,
    /// Ids of exports that they had asked for and that were not made.
    pub exports: Vec<String>,
}
