//! What the platform console asks the worker for, done at once by whoever sits at the machine.

use std::process::ExitCode;

use anyhow::Context as _;
use model::{CallsPerMinute, DELETION_WAITS_DAYS, OrgChange, ShortText, Tier};
use serde_json::json;
use store::{PlatformPool, platform};

use super::Output;
use crate::{clock, config::DatabaseArgs, database::Database, provision::org_by_slug};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct OrgArg {
    /// The organisation's short name.
    #[arg(long)]
    org: String,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct SuspendArgs {
    /// Why; it stands in the organisation's log.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    org: OrgArg,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct LimitsArgs {
    /// community, evaluation or enterprise.
    #[arg(long)]
    tier: String,
    /// Governed calls per minute; the plan's when not given.
    #[arg(long)]
    calls_per_minute: Option<String>,
    #[command(flatten)]
    org: OrgArg,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct DeleteArgs {
    /// Why; it stands in the organisation's log.
    #[arg(long)]
    reason: String,
    /// The short name once more, so that no slip of the hand deletes one.
    #[arg(long, value_name = "SHORT NAME")]
    confirm: String,
    #[command(flatten)]
    org: OrgArg,
}

pub(super) async fn suspend(args: SuspendArgs, out: Output) -> anyhow::Result<ExitCode> {
    let reason = ShortText::parse("reason", &args.reason)?;
    change(&args.org, &OrgChange::Suspend { reason }, "org suspend", "is suspended", out).await
}

pub(super) async fn resume(args: OrgArg, out: Output) -> anyhow::Result<ExitCode> {
    change(&args, &OrgChange::Resume, "org resume", "is open again", out).await
}

pub(super) async fn limits(args: LimitsArgs, out: Output) -> anyhow::Result<ExitCode> {
    let tier = Tier::parse(&args.tier).context("tier is community, evaluation or enterprise")?;
    let calls_per_minute = args.calls_per_minute.as_deref().map(CallsPerMinute::parse).transpose()?;
    change(&args.org, &OrgChange::Plan { tier, calls_per_minute }, "org limits", "has its new plan", out).await
}

pub(super) async fn delete(args: DeleteArgs, out: Output) -> anyhow::Result<ExitCode> {
    anyhow::ensure!(args.confirm == args.org.org, "--confirm has to be the organisation's short name, {}", args.org.org);
    let reason = ShortText::parse("reason", &args.reason)?;
    let what = format!("is suspended; the running service removes it in {DELETION_WAITS_DAYS} days");
    change(&args.org, &OrgChange::Delete { reason }, "org delete", &what, out).await
}

pub(super) async fn keep(args: OrgArg, out: Output) -> anyhow::Result<ExitCode> {
    change(&args, &OrgChange::Keep, "org keep", "is kept; it stays suspended until it is resumed", out).await
}

async fn change(args: &OrgArg, change: &OrgChange, command: &str, done: &str, out: Output) -> anyhow::Result<ExitCode> {
    let database = Database::open(&args.database).await?;
    let pool = PlatformPool::connect(&database.platform, clock::system()).await?;
    pool.migrate().await?;
    let org = org_by_slug(&pool, &args.org).await?;
    platform::change_org(&pool, org, change, command).await??;
    out.show(&json!({ "org_id": org, "org": args.org, "change": change }), || format!("{} {done}.", args.org));
    database.close().await?;
    Ok(ExitCode::SUCCESS)
}
