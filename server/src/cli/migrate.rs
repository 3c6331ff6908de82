use std::process::ExitCode;

use serde_json::json;
use store::PlatformPool;

use super::output::Output;
use crate::{clock, config::DatabaseArgs, database::Database};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let database = Database::open(&args.database).await?;
    let platform = PlatformPool::connect(&database.platform, clock::system()).await?;
    let migrations = platform.migrate().await?;
    let months = platform.ensure_ledger_months().await?;
    out.show(&json!({ "ok": true, "migrations": migrations, "ledger_months_added": months }), || {
        format!("The schema is up to date: {migrations} migrations.")
    });
    database.close().await?;
    Ok(ExitCode::SUCCESS)
}
