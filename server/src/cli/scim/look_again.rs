use std::process::ExitCode;

use governance::directory;
use serde_json::json;

use super::{InOrg, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.place, "scim look-again").await?;
    let joined = directory::settle_waiting(&open.house.gov, &open.scope).await?;
    out.show(&json!({"joined": joined}), || format!("{joined} became members."));
    open.close().await
}
