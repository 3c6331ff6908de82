use std::process::ExitCode;

use serde_json::json;
use store::{
    PlatformPool,
    platform::{self, OperatorRow},
};

use super::Output;
use crate::{clock, config::DatabaseArgs, database::Database};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let database = Database::open(&args.database).await?;
    let pool = PlatformPool::connect(&database.platform, clock::system()).await?;
    pool.migrate().await?;
    let operators = platform::list_operators(&pool).await?;
    let one = |one: &OperatorRow| json!({ "user_id": one.person(), "email": one.email, "disabled": one.disabled_at.is_some() });
    out.show(&operators.iter().map(one).collect::<Vec<_>>(), || operators.iter().map(in_words).collect::<Vec<_>>().join("\n"));
    database.close().await?;
    Ok(ExitCode::SUCCESS)
}

fn in_words(operator: &OperatorRow) -> String {
    format!("{}{}", operator.email, if operator.disabled_at.is_some() { "  disabled" } else { "" })
}
