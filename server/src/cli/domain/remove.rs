use std::process::ExitCode;

use governance::sso;
use serde_json::json;

use super::{OneDomain, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    one: OneDomain,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.one.place, "domain remove").await?;
    sso::remove_domain(&open.house.gov, &open.scope, &args.one.domain).await?;
    out.show(&json!({"domain": args.one.domain, "removed": true}), || format!("{} is removed.", args.one.domain));
    open.close().await
}
