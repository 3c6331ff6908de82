use std::process::ExitCode;

use governance::keys;
use model::views::{HygieneLine, HygieneMark};

use super::{InOrg, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.place, "key hygiene").await?;
    let view = keys::hygiene(&open.house.gov, &open.scope).await?;
    out.show(&view, || view.keys.iter().map(text).collect::<Vec<_>>().join("\n"));
    open.close().await
}

fn text(key: &HygieneLine) -> String {
    let marks: Vec<&str> = key.marks.iter().map(|mark| HygieneMark::as_str(*mark)).collect();
    format!("{}  {}  {}", key.line.client_id, if marks.is_empty() { "well kept".to_owned() } else { marks.join(", ") }, key.line.name)
}
