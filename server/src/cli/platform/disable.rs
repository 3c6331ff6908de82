use std::process::ExitCode;

use model::EmailAddress;
use serde_json::json;
use store::{PlatformPool, platform};

use super::Output;
use crate::{clock, config::DatabaseArgs, database::Database};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Whom.
    #[arg(value_name = "EMAIL")]
    email: String,
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let email = EmailAddress::parse(&args.email)?;
    let database = Database::open(&args.database).await?;
    let pool = PlatformPool::connect(&database.platform, clock::system()).await?;
    pool.migrate().await?;
    anyhow::ensure!(platform::disable_operator(&pool, email.as_str()).await?, "{} is no operator", email.as_str());
    out.show(&json!({ "email": email, "disabled": true }), || format!("{} is no operator any more.", email.as_str()));
    database.close().await?;
    Ok(ExitCode::SUCCESS)
}
