use std::process::ExitCode;

use governance::teams::{self, TeamChange};
use serde_json::json;

use super::{InOrg, Open, Output, team_named};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The team's name or id.
    team: String,
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.place, "team delete").await?;
    let team = team_named(&open, &args.team).await?;
    teams::apply(&open.house.gov, &open.scope, team, &TeamChange::Delete).await?;
    out.show(&json!({ "team": team, "deleted": true }), || format!("Removed the team {}.", args.team));
    open.close().await
}
