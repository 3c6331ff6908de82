use std::process::ExitCode;

use governance::sso;

use super::{OneDomain, Open, Output, document, text};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    one: OneDomain,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.one.place, "domain verify").await?;
    let row = sso::verify_domain(&open.house.gov, &open.scope, &args.one.domain).await?;
    out.show(&document(&row), || text(&row));
    open.close().await
}
