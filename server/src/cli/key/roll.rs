use std::process::ExitCode;

use governance::keys;

use super::{OneKey, Open, Output, show};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Hours that older secrets still work; 0 ends them now, 720 is the most.
    #[arg(long, default_value_t = 24, value_name = "HOURS", value_parser = clap::value_parser!(u32).range(..=720))]
    overlap_hours: u32,
    #[command(flatten)]
    one: OneKey,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.one.place, "key roll").await?;
    let issued = keys::roll(&open.house.gov, &open.scope, args.one.key, args.overlap_hours * 3600).await?;
    show(&issued, None, out);
    open.close().await
}
