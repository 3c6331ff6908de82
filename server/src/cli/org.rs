mod change;
mod sdk_password;
mod security;

use std::process::ExitCode;

use anyhow::Context as _;
use clap::Subcommand;
use model::{Id, OrgId, ShortText, Slug, Tier};
use serde_json::json;
use store::{PlatformPool, platform};
use uuid::Uuid;

use super::{
    in_org::{InOrg, Open},
    output::Output,
};
use crate::{clock, config::DatabaseArgs, database::Database};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make an organisation with its first workspace and its built-in roles.
    Create {
        /// Its short name in addresses.
        #[arg(long)]
        slug: String,
        /// Its full name.
        #[arg(long)]
        name: String,
        /// community, evaluation or enterprise.
        #[arg(long, default_value = "enterprise")]
        tier: String,
        #[command(flatten)]
        database: DatabaseArgs,
    },
    /// Show or change how people get in: networks, second factors, lives of sessions. Opens the door again when somebody
    /// locked everybody out.
    Security(security::Args),
    /// Close it: nobody gets in and no key is taken until it is resumed.
    Suspend(change::SuspendArgs),
    /// Open it again.
    Resume(change::OrgArg),
    /// Change its plan and limits.
    Limits(change::LimitsArgs),
    /// Close it now and remove it after the waiting time, in which it can be kept.
    Delete(change::DeleteArgs),
    /// Keep one that was to be deleted; it stays suspended.
    Keep(change::OrgArg),
    /// Make the password with which the SDK signs in to the portal, beside an API key; or remove it.
    SdkPassword(sdk_password::Args),
    /// List the organisations.
    List {
        #[command(flatten)]
        database: DatabaseArgs,
    },
}

pub(super) async fn run(command: Command, out: Output) -> anyhow::Result<ExitCode> {
    match command {
        Command::Create { slug, name, tier, database } => create(&slug, &name, &tier, &database, out).await,
        Command::Security(args) => security::run(args, out).await,
        Command::Suspend(args) => change::suspend(args, out).await,
        Command::Resume(args) => change::resume(args, out).await,
        Command::Limits(args) => change::limits(args, out).await,
        Command::Delete(args) => change::delete(args, out).await,
        Command::Keep(args) => change::keep(args, out).await,
        Command::SdkPassword(args) => sdk_password::run(args, out).await,
        Command::List { database } => list(&database, out).await,
    }
}

async fn create(slug: &str, name: &str, tier: &str, args: &DatabaseArgs, out: Output) -> anyhow::Result<ExitCode> {
    let new = platform::NewOrg {
        slug: Slug::parse(slug)?,
        name: String::from(ShortText::<120>::parse("name", name)?),
        tier: Tier::parse(tier).context("tier is community, evaluation or enterprise")?,
    };
    let database = Database::open(args).await?;
    let pool = PlatformPool::connect(&database.platform, clock::system()).await?;
    pool.migrate().await?;
    let org: OrgId = Id::from_uuid(Uuid::now_v7());
    platform::create_org(&pool, org, &new).await?;
    out.show(&json!({ "org_id": org, "slug": new.slug, "name": new.name, "tier": new.tier }), || {
        format!("Made {} ({}), {org}.", new.name, new.slug)
    });
    database.close().await?;
    Ok(ExitCode::SUCCESS)
}

async fn list(args: &DatabaseArgs, out: Output) -> anyhow::Result<ExitCode> {
    let database = Database::open(args).await?;
    let pool = PlatformPool::connect(&database.platform, clock::system()).await?;
    pool.migrate().await?;
    let orgs = platform::list_orgs(&pool).await?;
    let document: Vec<_> = orgs.iter().map(|(org, slug)| json!({ "org_id": org, "slug": slug })).collect();
    out.show(&document, || orgs.iter().map(|(org, slug)| format!("{org}  {slug}")).collect::<Vec<_>>().join("\n"));
    database.close().await?;
    Ok(ExitCode::SUCCESS)
}
