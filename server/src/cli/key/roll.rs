use std::process::ExitCode;

use governance::keys;
use serde_json::json;

use super::{OneKey, Open, Output, show};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Hours that older secrets still work; 0 ends them now, 720 is the most.
    #[arg(long, default_value_t = 24, value_name = "HOURS", value_parser = clap::value_parser!(u32).range(..=720))]
    overlap_hours: u32,
    /// Make no new secret: end the older ones now, before their overlap is over.
    #[arg(long, conflicts_with = "overlap_hours")]
    end_overlap: bool,
    #[command(flatten)]
    one: OneKey,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.one.place, "key roll").await?;
    let gov = &open.house.gov;
    if args.end_overlap {
        keys::end_overlap(gov, &open.scope, args.one.key).await?;
        let client_id = args.one.key.client_id();
        out.show(&json!({ "client_id": client_id, "overlap": "ended" }), || format!("Only the newest secret of {client_id} works now."));
    } else {
        show(&keys::roll(gov, &open.scope, args.one.key, args.overlap_hours * 3600).await?, None, out);
    }
    open.close().await
}
