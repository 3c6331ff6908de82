use governance::keys::RotationInput;
use model::{ConnectorRight, IpRange};
use serde::Deserialize;
use utoipa::ToSchema;

use gate::problem::Problem;

/// How often a secret is exchanged.
#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct RotationToSet {
    /// 7 to 365.
    every_days: u32,
    /// An hour to 30 days; a week when not given.
    overlap_seconds: Option<u32>,
}

impl RotationToSet {
    pub(super) fn read(&self) -> Result<RotationInput, Problem> {
        let overlap = self.overlap_seconds.unwrap_or(RotationInput::DEFAULT_OVERLAP_SECONDS);
        Ok(RotationInput::parse(self.every_days, overlap)?)
    }
}

pub(super) fn networks(words: &[String]) -> Result<Vec<IpRange>, Problem> {
    IpRange::parse_list("networks", &words.join(" ")).map_err(|invalid| Problem::invalid(invalid.field, invalid.problem))
}

pub(super) fn rights(words: &[String]) -> Result<Vec<ConnectorRight>, Problem> {
    let read = ConnectorRight::checked("connector_rights", words.iter().map(String::as_str));
    read.map_err(|invalid| Problem::invalid(invalid.field, invalid.problem))
}
