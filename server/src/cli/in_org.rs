//! One organisation, for the time of one command.

use std::process::ExitCode;

use anyhow::Context as _;
use governance::Settings;
use store::OrgScope;

use crate::{
    assemble::{House, assemble},
    config::DatabaseArgs,
    database::Database,
    provision::org_by_slug,
    settings,
};

/// Which organisation, and where its data is.
#[derive(Debug, clap::Args)]
pub(super) struct InOrg {
    /// The organisation's short name.
    #[arg(long)]
    pub(super) org: String,
    #[command(flatten)]
    pub(super) database: DatabaseArgs,
}

/// The house and the organisation for the time of one command.
pub(super) struct Open {
    database: Database,
    pub(super) house: House,
    pub(super) scope: OrgScope,
}

impl Open {
    pub(super) async fn new(place: &InOrg, command: &str) -> anyhow::Result<Self> {
        Self::with(place, command, settings::for_commands()).await
    }

    /// For a command that prints addresses of the server, which is reached under this one.
    pub(super) async fn under(place: &InOrg, command: &str, public_url: &str) -> anyhow::Result<Self> {
        Self::with(place, command, settings::for_server(public_url.to_owned())).await
    }

    async fn with(place: &InOrg, command: &str, settings: Settings) -> anyhow::Result<Self> {
        let database = Database::open(&place.database).await?;
        let house = assemble(&database, &place.database, settings).await?;
        let org = org_by_slug(&house.platform, &place.org).await?;
        let scope = house.platform.command_scope(org, command);
        Ok(Self { database, house, scope })
    }

    pub(super) async fn close(self) -> anyhow::Result<ExitCode> {
        self.database.close().await.context("the database did not close")?;
        Ok(ExitCode::SUCCESS)
    }
}
