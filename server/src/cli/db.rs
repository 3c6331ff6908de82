use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Subcommand, ValueEnum};
use serde_json::json;

use super::output::Output;
use crate::{config::DatabaseArgs, embedded};

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Role {
    /// The request login.
    Web,
    /// Migrations and provisioning.
    Platform,
    /// The cluster's owner.
    Superuser,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Print a URL of the running embedded database that `psql` takes.
    Url {
        /// Which login.
        #[arg(long, value_enum, default_value = "web")]
        role: Role,
        #[command(flatten)]
        database: DatabaseArgs,
    },
}

#[expect(clippy::unused_async, reason = "every command is a future")]
pub(super) async fn run(command: Command, out: Output) -> anyhow::Result<ExitCode> {
    let Command::Url { role, database } = command;
    let urls = embedded::attach(&database.data_dir)?
        .with_context(|| format!("no server runs in {}: start `axonflow serve` first", database.data_dir.display()))?;
    let url = match role {
        Role::Web => urls.web,
        Role::Platform => urls.platform,
        Role::Superuser => urls.superuser,
    };
    out.show(&json!({ "url": url }), || url.clone());
    Ok(ExitCode::SUCCESS)
}
