use std::process::ExitCode;

use clap::Subcommand;
use governance::keys::{self, NewKeyInput};
use model::{PermissionSet, ShortText};
use serde_json::json;
use time::Duration;

use super::output::Output;
use crate::{assemble::assemble, config::DatabaseArgs, database::Database, provision::org_by_slug, settings};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make an API key and print it once.
    Create {
        /// The organisation's short name.
        #[arg(long)]
        org: String,
        /// The key's name.
        #[arg(long)]
        name: String,
        /// What it may do, several times; the template `sdk` when not given.
        #[arg(long = "scope", value_name = "SCOPE")]
        scopes: Vec<String>,
        /// Days until it ends; never when not given.
        #[arg(long, value_name = "DAYS")]
        expires_in_days: Option<u16>,
        #[command(flatten)]
        database: DatabaseArgs,
    },
}

pub(super) async fn run(command: Command, out: Output) -> anyhow::Result<ExitCode> {
    let Command::Create { org, name, scopes, expires_in_days, database: args } = command;
    let scopes = if scopes.is_empty() { None } else { Some(PermissionSet::parse(&scopes)?) };
    let database = Database::open(&args).await?;
    let house = assemble(&database, &args, settings::for_commands()).await?;
    let org = org_by_slug(&house.platform, &org).await?;
    let scope = house.platform.command_scope(org, "key create");
    let expires_at = expires_in_days.map(|days| house.gov.now() + Duration::days(i64::from(days)));
    let new = NewKeyInput { name: ShortText::parse("name", &name)?, scopes, expires_at, tenant: None };
    let issued = keys::create(&house.gov, &scope, &PermissionSet::all(), new).await?;
    let document = json!({
        "key_id": issued.key, "name": issued.name, "client_id": issued.client_id, "client_secret": issued.client_secret,
        "scopes": scopes.unwrap_or_else(PermissionSet::sdk).words(),
    });
    out.show(&document, || {
        format!("Client id:     {}\nClient secret: {}\nThe secret is shown once.", issued.client_id, issued.client_secret)
    });
    database.close().await?;
    Ok(ExitCode::SUCCESS)
}
