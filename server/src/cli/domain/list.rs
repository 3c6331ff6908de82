use std::process::ExitCode;

use governance::sso;
use serde_json::Value;

use super::{InOrg, Open, Output, document, text};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.place, "domain list").await?;
    let rows = sso::domains(&open.house.gov, &open.scope).await?;
    let documents: Vec<Value> = rows.iter().map(document).collect();
    out.show(&documents, || rows.iter().map(text).collect::<Vec<_>>().join("\n"));
    open.close().await
}
