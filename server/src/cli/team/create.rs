use std::process::ExitCode;

use governance::teams::{self, TeamInput};
use serde_json::json;

use super::{InOrg, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Its name.
    #[arg(long)]
    name: String,
    /// What it is for.
    #[arg(long, default_value = "")]
    description: String,
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.place, "team create").await?;
    let input = TeamInput::parse(&args.name, &args.description)?;
    let team = teams::create(&open.house.gov, &open.scope, &input).await?;
    let document = json!({ "team": team, "name": input.name.as_str() });
    out.show(&document, || format!("Made the team {} ({team}). Nobody is in it yet.", input.name.as_str()));
    open.close().await
}
